import { describe, expect, test } from 'vitest';
import { plainProse, segments } from '../src/shared/segments';

/** Writes segments as one line: prose as it is, formulas in ⟨⟩ (display ones in ⟪⟫), links in ‹›. */
function shown(text: string): string {
  return segments(text)
    .map((s) => (s.kind === 'math' ? (s.display ? `⟪${s.tex}⟫` : `⟨${s.tex}⟩`) : s.kind === 'link' ? `‹${s.url}›` : s.text))
    .join('');
}

describe('formulas are found, money is not', () => {
  test.each([
    ['no formula at all', 'no formula at all'],
    ['', ''],
    ['at $O(n \\log n)$ cost', 'at ⟨O(n \\log n)⟩ cost'],
    ['$x$ and $y$', '⟨x⟩ and ⟨y⟩'],
    ['$5 and $6', '$5 and $6'],
    ['from $5-$10', 'from $5-$10'],
    ['US$5 to US$6 per run', 'US$5 to US$6 per run'],
    ['it costs $3.50 a day', 'it costs $3.50 a day'],
    ['a budget of $20k buys $n$ runs', 'a budget of $20k buys ⟨n⟩ runs'],
    ['a $3\\times$ gain', 'a ⟨3\\times⟩ gain'],
    ['$\\sim$5% of $>$90', '⟨\\sim⟩5% of ⟨>⟩90'],
    ['the $\\ell_2$-norm', 'the ⟨\\ell_2⟩-norm'],
    ['spaced $ n^2 $ too', 'spaced ⟨n^2⟩ too'],
    ['lone $ sign, and $ another word', 'lone $ sign, and $ another word'],
    ['never closed $x + y', 'never closed $x + y'],
    ['an escaped \\$5 and \\$6', 'an escaped $5 and $6'],
    ['$$E = mc^2$$', '⟪E = mc^2⟫'],
    ['\\(a\\) and \\[b\\]', '⟨a⟩ and ⟪b⟫'],
    ['$\\text{cost is $5$}$ done', '⟨\\text{cost is $5$}⟩ done'],
    ['\\begin{align*}a&=b\\end{align*}', '⟪\\begin{align*}a&=b\\end{align*}⟫'],
    ['\\begin{align*}a&=b', '\\begin{align*}a&=b'],
    ['$$', '$$'],
    ['$ $', '$ $'],
    ['price $5\n\nnext paragraph $6', 'price $5\n\nnext paragraph $6'],
    ['代价为 $O(n)$ 的方法', '代价为 ⟨O(n)⟩ 的方法'],
    [`$${'x'.repeat(3000)}$`, `$${'x'.repeat(3000)}$`],
  ])('%s', (text, expected) => expect(shown(text)).toBe(expected));
});

describe('web addresses are links, http(s) only', () => {
  test.each([
    ['code at https://example.org/a_b.', 'code at ‹https://example.org/a_b›.'],
    ['(see http://example.org/x)', '(see ‹http://example.org/x›)'],
    ['代码在https://example.org/x，欢迎', '代码在‹https://example.org/x›，欢迎'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['ftp://example.org', 'ftp://example.org'],
    ['https://', 'https://'],
  ])('%s', (text, expected) => expect(shown(text)).toBe(expected));
});

describe('LaTeX that authors leave in prose is read', () => {
  test.each([
    ["Erd\\H{o}s and G\\\"odel", 'Erdős and Gödel'],
    ["Poincar\\'e, Poincar\\'{e}", 'Poincaré, Poincaré'],
    ['{\\L}ukasz \\o', '{Ł}ukasz ø'],
    ['\\emph{very} \\textbf{bold}', 'very bold'],
    ['100\\% of R\\&D', '100% of R&D'],
    ["``quoted''", '“quoted”'],
    ['~50% of <b>bold</b>', '~50% of <b>bold</b>'],
  ])('%s', (text, expected) => expect(plainProse(text)).toBe(expected));
});
