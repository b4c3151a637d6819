/** KaTeX, loaded beside the first paint, with the limits that untrusted formulas need. */

import type { KatexOptions } from 'katex';

type Render = (tex: string, element: HTMLElement, options: KatexOptions) => void;

let render = $state.raw<Render | null>(null);
let loading: Promise<void> | null = null;

/** Starts loading; safe to call often. Resolves when formulas can be drawn. */
export function loadKatex(): Promise<void> {
  loading ??= Promise.all([import('katex'), import('katex/dist/katex.min.css')]).then(([katex]) => {
    render = katex.default.render;
  });
  return loading;
}

/**
 * Draws a formula into an element; its source stands there until KaTeX is loaded, and stays when KaTeX gives up.
 * `render` builds elements and sets styles one by one, which a strict style policy allows; a string of HTML would not be.
 */
export function drawFormula(element: HTMLElement, tex: string, display: boolean): void {
  if (!render) {
    element.textContent = tex;
    return;
  }
  try {
    render(tex, element, {
      displayMode: display,
      trust: false,
      strict: 'ignore',
      // What KaTeX shows of a formula it cannot read has a style of its own, which the window's policy refuses.
      throwOnError: true,
      maxSize: 10,
      maxExpand: 200,
      output: 'htmlAndMathml',
    });
  } catch {
    element.textContent = tex;
  }
}
