/** A search as it is typed: its words, what they may become, and what they found. */

import type { AppError, Completion, Host, Response, SearchHit } from '../host';
import { toAppError } from '../host';

export type Sort = 'relevance' | 'date';
type Found = Response<'search'>;

/** How long before completions are looked up: hits come first, and both read the same index. */
const COMPLETES = 120;
/** More than a screen shows, and few enough to be drawn at once. */
const FIRST_PAGE = 20;
const PAGE = 50;

export type SearchStore = ReturnType<typeof createSearch>;

export function createSearch(host: Host) {
  let query = $state('');
  let sort = $state<Sort>('relevance');
  let found = $state.raw<Found | null>(null);
  let hits = $state.raw<SearchHit[]>([]);
  let completions = $state.raw<Completion[]>([]);
  let error = $state.raw<AppError | null>(null);
  let loading = $state(false);
  /** The query that the hits answer. */
  let answered = $state('');
  let latest = 0;
  let latestCompletion = 0;
  let completing: ReturnType<typeof setTimeout> | undefined;

  async function ask(offset = 0): Promise<void> {
    const mine = ++latest;
    const asked = query.trim();
    if (asked === '') {
      found = null;
      hits = [];
      answered = '';
      error = null;
      loading = false;
      return;
    }
    loading = true;
    try {
      const next = await host.call('search', { query: asked, sort, offset, limit: offset === 0 ? FIRST_PAGE : PAGE });
      if (mine !== latest) return;
      found = next;
      hits = offset === 0 ? next.hits : [...hits, ...next.hits];
      answered = asked;
      error = null;
    } catch (thrown) {
      if (mine === latest) error = toAppError(thrown);
    } finally {
      if (mine === latest) loading = false;
    }
  }

  return {
    get query() {
      return query;
    },
    get sort() {
      return sort;
    },
    get hits() {
      return hits;
    },
    get found() {
      return found;
    },
    get answered() {
      return answered;
    },
    get completions() {
      return completions;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    hit: (id: string): SearchHit | undefined => hits.find((hit) => hit.id === id),
    type(next: string): void {
      query = next;
      void ask();
    },
    /** What the word at the cursor may become. */
    complete(cursor: number): void {
      const mine = ++latestCompletion;
      clearTimeout(completing);
      if (query.trim() === '') {
        completions = [];
        return;
      }
      completing = setTimeout(async () => {
        const next = await host.call('complete', { query, cursor }).catch(() => []);
        if (mine === latestCompletion) completions = next;
      }, COMPLETES);
    },
    closeCompletions(): void {
      latestCompletion++;
      clearTimeout(completing);
      completions = [];
    },
    setSort(next: Sort): void {
      sort = next;
      void ask();
    },
    again: () => ask(),
    /** The next page, when the reader has come to the end of this one. */
    more(): void {
      if (!loading && found && hits.length < found.total) void ask(hits.length);
    },
  };
}
