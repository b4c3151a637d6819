/** What the reader kept: starred, later, noted, overridden, by tag, by followed author. */

import type { AppError, Host, LibrarySort, LibraryView, ListedOn, ListedPaper, Response } from '../host';
import { toAppError } from '../host';

const PAGE = 100;

export interface Shelf {
  view: LibraryView;
  /** The tag, or the author. */
  value?: string;
}

export type LibraryStore = ReturnType<typeof createLibrary>;

export function createLibrary(host: Host) {
  let shelf = $state.raw<Shelf>({ view: 'star' });
  let sort = $state<LibrarySort>('newest');
  let listed = $state.raw<ListedOn[]>([]);
  let total = $state(0);
  let counts = $state.raw<Response<'library_counts'> | null>(null);
  let error = $state.raw<AppError | null>(null);
  let loading = $state(false);
  let loaded = $state(false);
  let latest = 0;

  const byId = $derived(new Map(listed.map((one) => [one.paper.id, one])));

  async function ask(offset = 0, limit = PAGE): Promise<void> {
    const mine = ++latest;
    loading = true;
    try {
      const next = await host.call('library', { ...shelf, sort, offset, limit });
      if (mine !== latest) return;
      listed = offset === 0 ? next.papers : [...listed, ...next.papers];
      total = next.total;
      loaded = true;
      error = null;
    } catch (thrown) {
      if (mine === latest) error = toAppError(thrown);
    } finally {
      if (mine === latest) loading = false;
    }
  }

  async function count(): Promise<void> {
    counts = (await host.call('library_counts', {}).catch(() => null)) ?? counts;
  }

  return {
    get shelf() {
      return shelf;
    },
    get sort() {
      return sort;
    },
    get listed() {
      return listed;
    },
    get total() {
      return total;
    },
    get counts() {
      return counts;
    },
    get error() {
      return error;
    },
    /** Whether there is an answer to show. */
    get loaded() {
      return loaded;
    },
    get order(): string[] {
      return listed.map((one) => one.paper.id);
    },
    paper: (id: string | null): ListedPaper | null => (id === null ? null : (byId.get(id)?.paper ?? null)),
    date: (id: string): string | null => byId.get(id)?.date ?? null,
    open(next: Shelf): Promise<void> {
      shelf = next;
      loaded = false;
      listed = [];
      return ask();
    },
    setSort(next: LibrarySort): void {
      sort = next;
      void ask();
    },
    /** Reads again what is shown. */
    reload: () => Promise.all([ask(0, Math.max(PAGE, listed.length)), count()]),
    count,
    /** The next page, when the reader has come to the end of this one. */
    more(): void {
      if (!loading && listed.length < total) void ask(listed.length);
    },
  };
}
