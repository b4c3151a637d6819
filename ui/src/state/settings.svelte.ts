/** settings.toml in the window: each change is written at once, told where it belongs when it cannot be, and undone on demand. */

import { SvelteMap } from 'svelte/reactivity';
import type { AppError, Category, Host, SettingKey, SettingsView } from '../host';
import { toAppError } from '../host';
import { keysNamed, type SettingsSection } from '../domain/settingKeys';
import { fromToml, toToml, type Value } from '../domain/toml';
import type { Deed, History } from './history.svelte';

export type SettingsStore = ReturnType<typeof createSettings>;

export function createSettings(host: Host, history: History, write: (key: string, value: string) => Promise<void>) {
  let view = $state.raw<SettingsView | null>(null);
  let error = $state.raw<AppError | null>(null);
  let section = $state<SettingsSection>('reading');
  let words = $state('');
  /** The profile that is being edited. */
  let editing = $state<string | null>(null);
  let taxonomy = $state.raw<Category[]>([]);
  /** Why a key could not be set. */
  const refused = new SvelteMap<string, AppError>();

  async function load(): Promise<void> {
    try {
      view = await host.call('settings', {});
      error = null;
    } catch (thrown) {
      error = toAppError(thrown);
    }
  }

  const find = (key: string): SettingKey | undefined => view?.keys.find((one) => one.key === key);

  async function put(key: string, written: string): Promise<boolean> {
    // A plain word may be sent as it is; anything else is TOML.
    const value = /^"[A-Za-z][\w-]*"$/.test(written) && written !== '"true"' && written !== '"false"' ? written.slice(1, -1) : written;
    try {
      await write(key, value);
      refused.delete(key);
      if (view) view = { ...view, keys: view.keys.map((one) => (one.key === key ? { ...one, value: written } : one)) };
      return true;
    } catch (thrown) {
      refused.set(key, toAppError(thrown));
      return false;
    }
  }

  return {
    get view() {
      return view;
    },
    get error() {
      return error;
    },
    get section() {
      return section;
    },
    get words() {
      return words;
    },
    get editing() {
      return editing;
    },
    get taxonomy() {
      return taxonomy;
    },
    load,
    find,
    show(next: SettingsSection): void {
      section = next;
      words = '';
      editing = null;
    },
    search: (next: string) => (words = next),
    edit: (file: string | null) => (editing = file),
    value: (key: string): Value | undefined => {
      const one = find(key);
      return one && fromToml(one.value);
    },
    refused: (key: string): AppError | undefined => refused.get(key),
    /** What is wrong with the file, where it is about this key. */
    brokenAt: (key: string): AppError | null =>
      view?.broken && keysNamed(view.broken.message, view.keys.map((one) => one.key)).includes(key) ? view.broken : null,
    /** Sets a key; undo sets it back. Answers whether it could be. */
    async set(key: string, value: Value, name: string): Promise<boolean> {
      const before = find(key)?.value;
      const written = toToml(value);
      if (before === written) return true;
      const done = await put(key, written);
      if (done && before !== undefined) {
        const deed: Deed = { name, undo: () => put(key, before), redo: () => put(key, written) };
        history.record(deed);
      }
      return done;
    },
    /** arXiv's categories, asked for once. */
    async loadTaxonomy(): Promise<void> {
      if (taxonomy.length === 0) taxonomy = await host.call('taxonomy', {}).catch(() => []);
    },
  };
}
