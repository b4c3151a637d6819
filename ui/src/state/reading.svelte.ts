/** The paper that is open, in each view its own. Staying on one marks it as read. */

import type { ListedPaper } from '../host';
import type { DetailsStore } from './details.svelte';
import type { MarksStore } from './marks.svelte';

/** How long the reader stays on a paper until it counts as read, in milliseconds. */
export const DWELL = 1500;

/** A list of papers that a view goes through. */
export interface Source {
  name: string;
  /** The ids from top to bottom. */
  order: () => string[];
  /** A paper of the list; null when its details have to be asked for. */
  paper: (id: string) => ListedPaper | null;
  /** The day that a paper is listed under. */
  date: (id: string) => string | null;
}

export type ReadingStore = ReturnType<typeof createReading>;

export function createReading(source: () => Source, marks: MarksStore, details: DetailsStore) {
  /** The open paper of each view. */
  const open = $state<Record<string, string | null>>({});
  /** Papers that led to the open one, such as by "similar". */
  let trail = $state.raw<string[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** A paper that the window opened by itself counts as read only when the reader has moved on from it. */
  let passedOver: ListedPaper | null = null;

  const id = $derived(open[source().name] ?? null);
  const paper = $derived(id === null ? null : (source().paper(id) ?? details.paper(id)));
  const date = $derived(id === null ? null : (source().date(id) ?? details.of(id).details?.date ?? null));

  function stay(by: 'reader' | 'window') {
    clearTimeout(timer);
    if (passedOver && passedOver.id !== id) void marks.setRead(passedOver);
    passedOver = null;
    const open = id;
    const known = paper;
    timer = setTimeout(() => {
      const here = known ?? (open === null ? null : details.paper(open));
      if (!here) return;
      if (by === 'reader') void marks.setRead(here);
      else passedOver = here;
    }, DWELL);
  }

  function show(next: string | null, by: 'reader' | 'window') {
    open[source().name] = next;
    stay(by);
    details.open(next, next !== null && source().paper(next) ? 'pause' : 'once');
  }

  function select(next: string | null, by: 'reader' | 'window' = 'reader') {
    if (by === 'reader' && next === id && passedOver) {
      void marks.setRead(passedOver);
      passedOver = null;
      return;
    }
    trail = [];
    show(next, by);
  }

  return {
    get id() {
      return id;
    },
    get paper() {
      return paper;
    },
    /** The day that the open paper is listed under. */
    get date() {
      return date;
    },
    get order() {
      return source().order();
    },
    /** Whether `back` leads somewhere. */
    get followed() {
      return trail.length > 0;
    },
    select,
    /** Opens a paper that the open one led to; `back` returns. */
    follow(next: string): void {
      if (id !== null) trail = [...trail, id];
      show(next, 'reader');
    },
    back(): void {
      const before = trail.at(-1);
      if (before === undefined) return;
      trail = trail.slice(0, -1);
      show(before, 'reader');
    },
    /** Goes `by` papers down the list, from its start when no paper of it is open. */
    move(by: number): void {
      const order = source().order();
      if (order.length === 0) return;
      const at = order.indexOf(trail[0] ?? id ?? '');
      const next = at < 0 ? 0 : Math.min(order.length - 1, Math.max(0, at + by));
      select(order[next] ?? null);
    },
    /** Opens the best paper of the list without counting it as read. */
    selectFirst(): void {
      select(source().order()[0] ?? null, 'window');
    },
  };
}
