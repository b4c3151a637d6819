/** The authors that the reader follows, and the tags that they use. */

import { SvelteSet } from 'svelte/reactivity';
import type { Host } from '../host';
import { t } from '../i18n/index.svelte';
import type { Deed, History } from './history.svelte';

export type PeopleStore = ReturnType<typeof createPeople>;

export function createPeople(host: Host, history: History, onfail: (thrown: unknown) => void) {
  const followed = new SvelteSet<string>();
  let tags = $state.raw<string[]>([]);

  function take(names: string[]) {
    followed.clear();
    for (const name of names) followed.add(name);
  }

  async function write(name: string, on: boolean): Promise<boolean> {
    try {
      take(await host.call('follow_author', { name, on }));
      return true;
    } catch (thrown) {
      onfail(thrown);
      return false;
    }
  }

  return {
    get tags() {
      return tags;
    },
    follows: (name: string) => followed.has(name),
    /** Asks anew whom the profile follows; without an answer nobody is marked. */
    async load(): Promise<void> {
      const counts = await host.call('library_counts', {}).catch(() => null);
      if (!counts) return;
      take(counts.authors.map(({ name }) => name));
      tags = counts.tags.map(({ name }) => name);
    },
    async toggle(name: string): Promise<boolean> {
      const on = !followed.has(name);
      const deed: Deed = { name: t().pane.follow, undo: () => write(name, !on), redo: () => write(name, on) };
      const done = await write(name, on);
      if (done) history.record(deed);
      return done;
    },
  };
}
