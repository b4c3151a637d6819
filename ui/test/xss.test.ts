import { render } from '@testing-library/svelte';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import PaperRow from '../src/domain/PaperRow.svelte';
import Analysis from '../src/domain/Analysis.svelte';
import HitRow from '../src/domain/HitRow.svelte';
import PaperHead from '../src/domain/PaperHead.svelte';
import TrendEntry from '../src/domain/TrendEntry.svelte';
import type { ListedPaper } from '../src/host';
import { sampleDigest } from '../src/host/fake';
import { isWebAddress } from '../src/shared/address';
import Difference from '../src/shared/Difference.svelte';
import { loadKatex } from '../src/shared/katex.svelte';
import Markdown from '../src/shared/Markdown.svelte';
import RichText from '../src/shared/RichText.svelte';

const folder = process.env.REAL_DATA_DIR;
const file = folder ? join(folder, 'xss/dompurify_cases.json') : '';
const there = file !== '' && existsSync(file);
if (!there && process.env.REQUIRE_REAL_DATA === '1') throw new Error('REQUIRE_REAL_DATA=1, and REAL_DATA_DIR has no xss/dompurify_cases.json');
if (!there) console.warn('SKIPPED: the payloads of REAL_DATA_DIR/xss are not here');

const payloads: string[] = there ? (JSON.parse(readFileSync(file, 'utf8')) as { payload: string }[]).map((test) => test.payload) : [];

/** Elements that could run, load or cover something; KaTeX draws with `svg` and `path`, which load nothing. */
const dangerous =
  'script, img, image, iframe, object, embed, link, style, form, video, audio, source, base, meta, input, template, foreignObject, use, animate, set, [src], [srcset], [srcdoc], [background], [xlink\\:href]';

/** What of the page could do harm; nothing is expected. */
function harm(container: HTMLElement): string[] {
  const found = [...container.querySelectorAll(dangerous)].map((element) => element.tagName);
  for (const element of container.querySelectorAll('*')) {
    for (const { name } of element.attributes) if (name.startsWith('on')) found.push(name);
    const href = element.getAttribute('href');
    if (href !== null && !isWebAddress(href)) found.push(href);
  }
  return found;
}

const base = sampleDigest('zh-CN').papers[0] as ListedPaper;
const nothing = () => {};

describe.runIf(there)('recorded payloads are text wherever they come', () => {
  test('there are 223', () => expect(payloads).toHaveLength(223));

  test.each([
    ['plain text', (text: string) => render(RichText, { text })],
    ['a formula', (text: string) => render(RichText, { text: `$${text}$` })],
    ['a note', (text: string) => render(Markdown, { text })],
    ['a note, in a list, a table and a link', (text: string) => render(Markdown, { text: `- ${text}\n\n| a |\n|--|\n| ${text} |\n\n[l](${text})\n\n![p](${text})` })],
    ['the difference of two notes', (text: string) => render(Difference, { pieces: (['same', 'removed', 'added'] as const).map((kind) => ({ kind, text })) })],
    ['a trend', (text: string) => render(TrendEntry, { trend: { emoji: text, title: text, observation: text, papers: [] }, selected: false, onselect: nothing })],
    ['an analysis', (text: string) =>
      render(Analysis, { verdict: { ...base.verdict, summary: text, pain_point: text, application_value: text, keywords: [text], innovations: [text, text] } })],
    ['a row', (text: string) => {
      const paper = { ...base, title: text, verdict: { ...base.verdict, reason: text, translated_title: text } };
      return render(PaperRow, { paper, own: paper, selected: false, chosen: false, tabbable: true, onselect: nothing, onstar: nothing, ongrab: nothing, ondrag: nothing });
    }],
    ['a head', (text: string) => {
      const paper = { ...base, title: text, authors: [text], categories: [text], code_links: [text], verdict: { ...base.verdict, translated_title: text } };
      return render(PaperHead, { paper, date: '2026-01-09', versions: [], follows: () => false, onfollow: nothing });
    }],
    ['a search result', (text: string) =>
      render(HitRow, { hit: { id: '1', title: text, date: null, score: 1, field: 'title', snippet: [{ text, hit: true }], decision: null, marks: base.marks }, marks: base.marks, selected: false, chosen: false, onselect: nothing })],
  ] as const)('%s', async (_, show) => {
    await loadKatex();
    const found: string[] = [];
    for (const payload of payloads) {
      const { container, unmount } = show(payload);
      found.push(...harm(container));
      unmount();
    }
    expect(found).toEqual([]);
  }, 300_000);
});
