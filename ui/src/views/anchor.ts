/** Keeps what the reader looks at where it is, when a list grows above it. Not every web view does that by itself. */

import { tick } from 'svelte';

/** The row that the reader looks at: the open one if it is in sight, else the first in sight once the list is reached. */
function lookedAt(scroller: HTMLElement): Element | undefined {
  const { top, bottom } = scroller.getBoundingClientRect();
  const rows = [...scroller.querySelectorAll('.row')].filter((row) => {
    const box = row.getBoundingClientRect();
    return box.bottom > top && box.top < bottom;
  });
  return rows.find((row) => row.classList.contains('selected')) ?? (scroller.scrollTop > 4 ? rows[0] : undefined);
}

/** Called before the page changes: scrolls by what the change moved the row that the reader looks at. */
export function holdStill(scroller: HTMLElement): void {
  const row = lookedAt(scroller);
  if (!row) return;
  const before = row.getBoundingClientRect().top;
  void tick().then(() => {
    if (row.isConnected) scroller.scrollTop += row.getBoundingClientRect().top - before;
  });
}
