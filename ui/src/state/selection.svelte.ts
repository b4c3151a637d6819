/** The papers that the reader chose to do something with all at once. */

import { SvelteSet } from 'svelte/reactivity';

export type SelectionStore = ReturnType<typeof createSelection>;

export function createSelection() {
  const ids = new SvelteSet<string>();
  /** Where a range starts: the paper that was chosen last. */
  let anchor: string | null = null;

  return {
    get size() {
      return ids.size;
    },
    has: (id: string) => ids.has(id),
    toggle(id: string): void {
      if (!ids.delete(id)) ids.add(id);
      anchor = id;
    },
    /** Chooses from the last chosen paper (or `from`) to this one, in the order of the list. */
    extend(order: string[], to: string, from: string | null): void {
      const start = order.indexOf(anchor && order.includes(anchor) ? anchor : (from ?? to));
      const end = order.indexOf(to);
      if (end < 0) return;
      const [low, high] = start < 0 ? [end, end] : [Math.min(start, end), Math.max(start, end)];
      for (const id of order.slice(low, high + 1)) ids.add(id);
      anchor ??= order[start] ?? to;
    },
    all(order: string[]): void {
      for (const id of order) ids.add(id);
    },
    clear(): void {
      ids.clear();
      anchor = null;
    },
  };
}
