/** The paper that is open. Staying on one marks it as read. */

import type { ListedPaper } from '../host';
import type { DayStore } from './day.svelte';
import type { MarksStore } from './marks.svelte';

/** How long the reader stays on a paper until it counts as read, in milliseconds. */
export const DWELL = 1500;

export type ReadingStore = ReturnType<typeof createReading>;

export function createReading(day: DayStore, marks: MarksStore) {
  let id = $state<string | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** A paper that the window opened by itself counts as read only when the reader has moved on from it. */
  let passedOver: ListedPaper | null = null;

  const paper = $derived(day.paper(id));

  function stay(by: 'reader' | 'window') {
    clearTimeout(timer);
    if (passedOver && passedOver.id !== id) void marks.setRead(passedOver);
    passedOver = null;
    const here = paper;
    if (!here) return;
    timer = setTimeout(() => {
      if (by === 'reader') void marks.setRead(here);
      else passedOver = here;
    }, DWELL);
  }

  function select(next: string | null, by: 'reader' | 'window' = 'reader') {
    if (by === 'reader' && next === id && passedOver) {
      void marks.setRead(passedOver);
      passedOver = null;
      return;
    }
    id = next;
    stay(by);
  }

  return {
    get id() {
      return id;
    },
    get paper() {
      return paper;
    },
    select,
    /** Goes `by` papers down the list, from its start when the open paper is not in it. */
    move(by: number): void {
      const order = day.order;
      if (order.length === 0) return;
      const at = order.findIndex((other) => other.id === id);
      const next = at < 0 ? 0 : Math.min(order.length - 1, Math.max(0, at + by));
      select(order[next]?.id ?? null);
    },
    /** Opens the best paper of the list without counting it as read. */
    selectFirst(): void {
      select(day.order[0]?.id ?? null, 'window');
    },
  };
}
