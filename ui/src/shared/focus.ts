/** Moving the keyboard to what a command leads to. */

import { tick } from 'svelte';

/** The part of the paper beside the list that the keyboard scrolls. */
export const paneFocus = '[data-testid="paper-pane"] .page';

/**
 * Puts the focus on the first element that matches before the next key is heard. Where it is drawn only with the next frame,
 * it gets the focus then, unless that has gone elsewhere meanwhile: a slow frame must not take it from who already types.
 */
export async function focusOn(css: string, take = (element: HTMLElement) => element.focus()): Promise<void> {
  const found = () => document.querySelector<HTMLElement>(css);
  await tick();
  let element = found();
  if (!element) {
    const before = document.activeElement;
    await new Promise(requestAnimationFrame);
    if (document.activeElement === before) element = found();
  }
  if (element) take(element);
}
