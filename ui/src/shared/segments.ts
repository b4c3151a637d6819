/** Splits untrusted text into runs of prose, LaTeX and web addresses. Nothing of it is ever read as HTML. */

import { isWebAddress } from './address';

export type Segment =
  | { kind: 'text'; text: string }
  | { kind: 'math'; tex: string; display: boolean }
  | { kind: 'link'; url: string };

/** A run with where it stands in the text, in UTF-16 units. */
export type Located = Segment & { from: number; to: number };

/** A formula longer than this is shown as its source: no real one is, and rendering takes time. */
const LONGEST_FORMULA = 2000;

const ENVIRONMENT = /^\\begin\{((?:equation|align|gather)\*?)\}/;
const ADDRESS = /https?:\/\/[^\s<>"'`{}|\\^，。；、：！？（）《》「」【】]+/g;

/** Where the `$` that closes a formula opened before `from` stands, or -1. Braces may hold `$` (`\text{$x$}`). */
function closingDollar(text: string, from: number): number {
  let depth = 0;
  let first = -1;
  for (let i = from; i < text.length && i - from <= LONGEST_FORMULA; i++) {
    const char = text[i];
    if (char === '\\') i++;
    else if (char === '{') depth++;
    else if (char === '}') depth--;
    else if (char === '\n' && text[i + 1] === '\n') break;
    else if (char === '$') {
      if (depth <= 0) return i;
      if (first < 0) first = i;
    }
  }
  return first;
}

/** `$5 and $6`, `$5-$10`, `US$5 to US$6`: amounts of money, not a formula between two dollar signs. */
function isMoney(body: string, after: string): boolean {
  return /^\s*\d/.test(body) && (/\s$/.test(body) || /\d/.test(after));
}

interface Found {
  tex: string;
  display: boolean;
  end: number;
}

/** The formula that starts at `i`, if one does. */
export function formulaAt(text: string, i: number): Found | null {
  const fenced = (open: string, close: string, display: boolean): Found | null => {
    if (!text.startsWith(open, i)) return null;
    const end = text.indexOf(close, i + open.length);
    const tex = text.slice(i + open.length, end);
    if (end < 0 || tex.trim() === '' || tex.length > LONGEST_FORMULA) return null;
    return { tex, display, end: end + close.length };
  };
  if (text[i] === '$') {
    const display = fenced('$$', '$$', true);
    if (display) return display;
    const end = closingDollar(text, i + 1);
    const tex = text.slice(i + 1, end);
    if (end < 0 || tex.trim() === '' || isMoney(tex, text[end + 1] ?? '')) return null;
    // Spaces at both ends are written by some authors; at one end, or around words, they part two lone dollar signs.
    const spaced = [/^\s/, /\s$/].filter((edge) => edge.test(tex)).length;
    if (spaced === 1 || (spaced === 2 && !/[\\^_={}<>+]/.test(tex) && tex.trim().length > 2)) return null;
    return { tex, display: false, end: end + 1 };
  }
  if (text[i] !== '\\' || text[i - 1] === '\\') return null;
  const environment = ENVIRONMENT.exec(text.slice(i, i + 24));
  if (environment) {
    const close = `\\end{${environment[1]}}`;
    const end = text.indexOf(close, i);
    if (end < 0 || end - i > LONGEST_FORMULA) return null;
    return { tex: text.slice(i, end + close.length), display: true, end: end + close.length };
  }
  return fenced('\\(', '\\)', false) ?? fenced('\\[', '\\]', true);
}

const ACCENTS: Record<string, string> = {
  '`': '\u0300', "'": '\u0301', '^': '\u0302', '~': '\u0303', '=': '\u0304', u: '\u0306', '.': '\u0307',
  '"': '\u0308', r: '\u030a', H: '\u030b', v: '\u030c', c: '\u0327', k: '\u0328',
};
const LETTERS: Record<string, string> = { o: 'ø', O: 'Ø', l: 'ł', L: 'Ł', ss: 'ß', ae: 'æ', AE: 'Æ', aa: 'å', AA: 'Å', i: 'ı' };

/** The commands that authors leave in prose: accents, emphasis, escaped signs, typewriter quotes. */
export function plainProse(text: string): string {
  return text
    .replace(/\\([`'^~=."])\s*\{?\\?([A-Za-z])\}?/g, (_, mark: string, letter: string) => letter + ACCENTS[mark])
    .replace(/\\([uvHckr])\s*\{\\?([A-Za-z])\}/g, (_, mark: string, letter: string) => letter + ACCENTS[mark])
    .replace(/\\(ss|ae|AE|aa|AA|[oOlLi])(?![A-Za-z])(?:\{\}| )?/g, (_, name: string) => LETTERS[name] ?? name)
    .replace(/\\(?:emph|textit|textbf|texttt|textsc|textrm|textsf|text|underline|url)\{([^{}]*)\}/g, '$1')
    .replace(/\\([%&#_${}])/g, '$1')
    .replace(/``([^`']*)''/g, '“$1”')
    .normalize('NFC');
}

/** Prose with its web addresses taken out as links; only http and https are. Starts at `offset` of the whole text. */
function prose(text: string, offset: number): Located[] {
  const found: Located[] = [];
  const plain = (from: number, to: number) => {
    if (to > from) found.push({ kind: 'text', text: plainProse(text.slice(from, to)), from: offset + from, to: offset + to });
  };
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    // A full stop or a bracket after an address belongs to the sentence.
    const url = match[0].replace(/[.,;:!?'")\]]+$/, '');
    if (url.length < 10 || !isWebAddress(url)) continue;
    plain(from, match.index);
    from = match.index + url.length;
    found.push({ kind: 'link', url, from: offset + match.index, to: offset + from });
  }
  plain(from, text.length);
  return found;
}

/** The runs of a text, in order, with their places. */
export function locatedSegments(text: string): Located[] {
  const found: Located[] = [];
  let from = 0;
  let i = 0;
  while (i < text.length) {
    const char = text[i];
    const formula = char === '$' || char === '\\' ? formulaAt(text, i) : null;
    if (formula) {
      if (i > from) found.push(...prose(text.slice(from, i), from));
      found.push({ kind: 'math', tex: formula.tex.trim(), display: formula.display, from: i, to: formula.end });
      from = i = formula.end;
    } else {
      i += char === '\\' && text[i + 1] === '$' ? 2 : 1;
    }
  }
  if (from < text.length) found.push(...prose(text.slice(from), from));
  return found;
}

/** The runs of a text, in order. */
export function segments(text: string): Segment[] {
  return locatedSegments(text).map(({ from: _from, to: _to, ...segment }) => segment);
}

/** A part of a text that is shown apart, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

/**
 * The runs of a text, cut where spans begin and end; each run says which span it is in. A formula or an address is never
 * cut: it belongs to the first span that touches it.
 */
export function spannedSegments<S extends Span>(text: string, spans: S[]): { run: Segment; span: S | null }[] {
  const ordered = spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  return locatedSegments(text).flatMap((run): { run: Segment; span: S | null }[] => {
    const touching = ordered.filter((span) => span.start < run.to && span.end > run.from);
    if (run.kind !== 'text' || touching.length === 0) return [{ run, span: touching[0] ?? null }];
    const pieces: { run: Segment; span: S | null }[] = [];
    let at = run.from;
    const piece = (to: number, span: S | null) => {
      if (to > at) pieces.push({ run: { kind: 'text', text: plainProse(text.slice(at, to)) }, span });
      at = Math.max(at, to);
    };
    for (const span of touching) {
      piece(Math.min(run.to, span.start), null);
      piece(Math.min(run.to, span.end), span);
    }
    piece(run.to, null);
    return pieces;
  });
}

/** Where a character (code point) of a text stands in UTF-16 units: the engine counts characters. */
export function unitOf(text: string, character: number): number {
  if (!/[\ud800-\udbff]/.test(text)) return character;
  let at = 0;
  for (let i = 0; i < character && at < text.length; i++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** The sentence of a text that a span stands in, with the span's place in it. */
export function sentenceAround(text: string, { start, end }: Span): { text: string; start: number; end: number } {
  // A full stop ends a sentence only before a space and a capital: "1.5 mm", "e.g. this".
  const ends = [...text.matchAll(/[。！？]|[.!?](?=\s+["'(\[]?[A-Z\p{Lo}])|\n\n/gu)].map((match) => match.index + match[0].length);
  const from = ends.filter((at) => at <= start).at(-1) ?? 0;
  const to = ends.find((at) => at >= end) ?? text.length;
  const lead = /^\s*/.exec(text.slice(from, to))?.[0].length ?? 0;
  return { text: text.slice(from + lead, to), start: start - from - lead, end: end - from - lead };
}
