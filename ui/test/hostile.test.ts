import { render } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { start } from '../src/start';
import Shell from '../src/views/Shell.svelte';
import { now } from '../gallery/states';
import RichText from '../src/shared/RichText.svelte';
import { linksOf } from '../src/domain/papers';
import { isWebAddress } from '../src/shared/address';
import { loadKatex } from '../src/shared/katex.svelte';
import { fakeHost, sampleDigest, withPapers } from '../src/host/fake';
import type { ListedPaper } from '../src/host';

const payloads = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '<svg onload=alert(1)>',
  '<style>*{display:none}</style>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '[x](javascript:alert(1))',
  '$\\href{javascript:alert(1)}{x}$',
  '$\\url{javascript:alert(1)}$',
  '$\\includegraphics{https://example.org/x.png}$',
  '$\\htmlStyle{position:fixed}{x}$',
  '$\\htmlData{a=b}{x}$',
  '$\\rule{1000000em}{1000000em}$',
  '$\\def\\a{\\a\\a}\\a$',
  '$<img src=x onerror=alert(1)>$',
  '$\\unknowncommand{<b>x</b>}$',
];

/** Elements that could run, load or cover something. */
const dangerous = 'script, img, iframe, object, embed, link, style, form, [onerror], [onload], [href^="javascript"], [src]';

describe('hostile text is shown, never run', () => {
  test.each(payloads)('%s', async (payload) => {
    await loadKatex();
    const { container } = render(RichText, { text: `before ${payload} after` });
    expect(container.querySelectorAll(dangerous)).toHaveLength(0);
    expect(container.textContent).toContain('before');
    expect(container.textContent).toContain('after');
    // A formula may size itself, but not beyond the limit.
    for (const element of container.querySelectorAll<HTMLElement>('[style]')) {
      expect(element.style.position).not.toBe('fixed');
      for (const size of element.style.cssText.match(/-?[\d.]+em/g) ?? []) expect(Math.abs(parseFloat(size))).toBeLessThan(25);
    }
  });

  test('through every field of a paper', async () => {
    await loadKatex();
    const all = payloads.join(' ');
    const base = sampleDigest('zh-CN').papers[0] as ListedPaper;
    const paper: ListedPaper = {
      ...base, title: all, abstract: all, comment: all, authors: payloads, categories: payloads, url: 'javascript:alert(1)',
      verdict: {
        ...base.verdict, reason: all, translated_title: all, summary: all, pain_point: all, application_value: all,
        keywords: payloads, innovations: payloads, flags: [all], judged_by: all,
      },
      failure: { class: 'timeout', message: all, next_try: all },
    };
    const digest = withPapers(sampleDigest('zh-CN', 'run'), [paper]);
    const trends = [{ emoji: payloads[0] ?? '', title: all, observation: all, papers: [paper.id] }];
    const host = fakeHost({ digests: [{ ...digest, trends }], now, notes: { [paper.id]: [all] } });
    const { container } = render(Shell, { desk: start(host, now).desk });
    await vi.waitFor(() => expect(container.querySelector('.markdown')).not.toBeNull(), { timeout: 8000 });
    expect(container.querySelectorAll(dangerous)).toHaveLength(0);
    expect(container.querySelectorAll('a[href]').length).toBeGreaterThan(0);
    for (const link of container.querySelectorAll('a[href]')) expect(isWebAddress(link.getAttribute('href') ?? '')).toBe(true);
  }, 20_000);

  test('a formula is drawn with the real KaTeX', async () => {
    await loadKatex();
    const { container } = render(RichText, { text: 'cost $O(n^2)$' });
    expect(container.querySelector('.katex')).not.toBeNull();
    expect(container.querySelector('.katex-error')).toBeNull();
  });
});

test.each([
  ['https://arxiv.org/abs/1', true],
  ['http://arxiv.org', true],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['file:///etc/passwd', false],
  ['//arxiv.org', false],
  ['', false],
])('%s may go to the browser: %s', (url, allowed) => expect(isWebAddress(url)).toBe(allowed));

test.each([
  ['2601.03479', 2, 'https://arxiv.org/pdf/2601.03479v2'],
  ['math.GT/0309136', 1, 'https://arxiv.org/pdf/math.GT/0309136v1'],
  ['2601.03479', 0, 'https://arxiv.org/pdf/2601.03479'],
  ['feed:ab12', 1, null],
])('the PDF of %s v%i', (id, version, pdf) => {
  const paper = { ...(sampleDigest('en').papers[0] as ListedPaper), id, version };
  expect(linksOf(paper).pdf).toBe(pdf);
});
