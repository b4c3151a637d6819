/** Finding words in what is drawn: ranges of the page, painted without touching it. */

/** Every place of the words in the elements, in reading order. */
export function findRanges(scopes: Iterable<Element>, words: string): Range[] {
  const wanted = words.toLowerCase();
  const found: Range[] = [];
  if (wanted.trim() === '') return found;
  for (const scope of scopes) {
    const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT, (node) =>
      // A formula stands in the page twice, drawn and as MathML; what is only read out is not on the page.
      node.parentElement?.closest('.katex-mathml, .visually-hidden, textarea') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = (node.nodeValue ?? '').toLowerCase();
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
        const range = document.createRange();
        // Lower case can be longer than what it is of, in a few letters.
        if (at + wanted.length > (node.nodeValue ?? '').length) break;
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        found.push(range);
      }
    }
  }
  return found;
}

/** Paints the ranges, one of them as the present one; older web views show only that one, as a selection. */
export function paintRanges(ranges: Range[], present: Range | null): void {
  if (typeof Highlight === 'undefined' || !CSS.highlights) {
    const selection = getSelection();
    selection?.removeAllRanges();
    if (present) selection?.addRange(present);
    return;
  }
  CSS.highlights.set('found', new Highlight(...ranges));
  CSS.highlights.set('found-present', present ? new Highlight(present) : new Highlight());
}

/** Brings a range into sight. */
export function showRange(range: Range): void {
  const element = range.startContainer.parentElement;
  element?.closest('details:not([open])')?.setAttribute('open', '');
  element?.scrollIntoView({ block: 'center' });
}
