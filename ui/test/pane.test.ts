import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { optionsOf } from '../gallery/states';
import { figuresOf, sentenceOf, sourceOf } from '../src/domain/evidence';
import type { Figure, ListedPaper } from '../src/host';
import { sampleDigest } from '../src/host/fake';
import { en } from '../src/i18n/en';
import { zhCN } from '../src/i18n/zh-CN';
import { PAUSE } from '../src/state/details.svelte';
import { called, friday, ids, open, pane, press, settle, small, wait } from './window';

const best = '2601.90041';

async function unfold(name: string) {
  await fireEvent.click(screen.getByTestId(name).querySelector('summary') as HTMLElement);
  await wait(30);
}

describe('the open paper', () => {
  test('asks for its details only when the reader stays on it', async () => {
    const host = await open(small());
    for (let i = 0; i < 4; i++) await press('j');
    expect(called(host, 'paper')).toEqual([]);
    await wait(PAUSE + 50);
    expect(called(host, 'paper')).toEqual([{ id: ids()[4] }]);
    expect(called(host, 'evidence')).toEqual([{ id: ids()[4] }]);
  });

  test('marks its figures by whether the source says them, and shows the place', async () => {
    await open(small());
    await wait(PAUSE + 50);
    const figures = screen.getAllByTestId('figure');
    expect(figures.length).toBeGreaterThan(3);
    expect(figures.find((figure) => figure.textContent === '47%')?.dataset.found).toBe('true');
    await fireEvent.click(figures.find((figure) => figure.textContent === '47%') as HTMLElement);
    expect(pane().querySelector('.abstract mark')?.textContent).toBe('47%');
    await fireEvent.focus(figures.find((figure) => figure.textContent === '47%') as HTMLElement);
    await wait(30);
    expect(screen.getByTestId('figure-note').textContent).toContain('removes 47% of the generated tokens');
    expect(screen.getByTestId('evidence').textContent).toMatch(/\d+ \/ \d+ 个数字在原文中找到/);
  });

  test('of an imported report has no source to look for figures in, and nobody says that they are missing', async () => {
    const digest = friday({ origin: 'import', judge: 'import', ledger: null, evidence: { found: 0, total: 40 } });
    const papers = digest.papers.map((paper) => ({ ...paper, abstract: '', verdict: { ...paper.verdict, judged_by: 'import', basis: 'abstract' as const }, evidence: { found: 0, total: 4 } }));
    await open({ ...small(), digests: [{ ...digest, papers }] });
    await wait(PAUSE + 50);
    expect(screen.queryAllByTestId('figure')).toHaveLength(0);
    expect(screen.queryByTestId('evidence')).toBeNull();
    expect(document.body.textContent).not.toContain('个数字在原文中找到');
    expect(document.body.textContent).toContain(zhCN.day.colophonImported('').trim());
    expect(pane().textContent).toContain(zhCN.calendar.imported);
  });

  test('tells its versions and what each judge said', async () => {
    await open({ ...small(), digests: [friday({ papers: friday().papers.map((paper) => ({ ...paper, version: 2 })) })] });
    await wait(PAUSE + 50);
    await fireEvent.click(screen.getByTestId('versions'));
    expect(pane().textContent).toContain('11月4日');
    await fireEvent.click(screen.getByTestId('verdict-history'));
    expect(pane().querySelectorAll('.history li')).toHaveLength(1);
    expect(pane().querySelector('.history')?.textContent).toContain(zhCN.pane.oldProfile);
  });

  test('an author is followed by a press, and undo stops it', async () => {
    const host = await open(small());
    const [author] = screen.getAllByTestId('author');
    await fireEvent.click(author as HTMLElement);
    await settle();
    expect(author?.getAttribute('aria-pressed')).toBe('true');
    await press('z', { ctrlKey: true });
    await settle();
    expect(called(host, 'follow_author').map((request) => (request as { on: boolean }).on)).toEqual([true, false]);
    expect(screen.getAllByTestId('author')[0]?.getAttribute('aria-pressed')).toBe('false');
  });

  test('of 3000 authors a followed one is in sight', async () => {
    const options = optionsOf('many-authors', 'zh-CN');
    await open({ ...options, followed: ['Author Number-40'] });
    expect(screen.getAllByTestId('author')).toHaveLength(7);
    expect(screen.getByText('Author Number-40').getAttribute('aria-pressed')).toBe('true');
  });

  test('leads to similar papers, and back', async () => {
    await open(small());
    await wait(PAUSE + 50);
    await unfold('similar-fold');
    const [first] = screen.getAllByTestId('similar');
    await fireEvent.click(first as HTMLElement);
    await settle();
    expect(pane().dataset.id).toBe(first?.dataset.id);
    if (screen.queryByText(zhCN.pane.backTo)) {
      await fireEvent.click(screen.getByText(zhCN.pane.backTo));
      expect(pane().dataset.id).toBe(best);
    }
  });

  test('its neighbours are asked for once, and only when they are unfolded', async () => {
    const host = await open(small());
    expect(called(host, 'similar')).toEqual([]);
    await unfold('similar-fold');
    await wait(PAUSE + 150);
    await press('j');
    await wait(PAUSE + 150);
    expect(called(host, 'similar')).toEqual([{ id: best, limit: 6 }]);
    expect(screen.queryByTestId('similar-fold')?.hasAttribute('open')).toBe(false);
  });

  test('its full text is asked for only when it is unfolded', async () => {
    const host = await open(small());
    await wait(PAUSE + 50);
    expect(called(host, 'full_text')).toEqual([]);
    await unfold('full-text-fold');
    expect(called(host, 'full_text')).toEqual([{ id: best }]);
    expect(screen.getByTestId('full-text').textContent).toContain('1 Introduction');
  });

  test.each([
    ['BibTeX', 'bibtex'],
    ['APA', 'apa'],
    ['GB/T 7714', 'gbt7714'],
  ])('its citation is copied as %s', async (name, style) => {
    const written = vi.fn(() => Promise.resolve());
    Object.assign(navigator, { clipboard: { writeText: written } });
    const host = await open(small());
    await fireEvent.click(screen.getByTestId('cite-menu'));
    await fireEvent.click(within(screen.getByTestId('menu')).getByText(name));
    await settle();
    expect(called(host, 'citation')).toEqual([{ id: best, style }]);
    expect(written).toHaveBeenCalledOnce();
    expect(screen.getByTestId('toast').textContent).toContain(name);
  });

  test('is exported to the path that the reader chooses, and not when they choose none', async () => {
    const host = await open(small());
    const exportAs = async () => {
      await fireEvent.click(screen.getByTestId('export-menu'));
      await fireEvent.click(within(screen.getByTestId('menu')).getByText(/Markdown/));
      await settle();
    };
    await exportAs();
    expect(called(host, 'export')).toEqual([{ what: { kind: 'papers', ids: [best] }, format: 'markdown', path: `/home/reader/${best}.md` }]);
    host.failing.export = { code: 'disk', message: 'full', what_to_do: '' };
    await exportAs();
    expect(screen.getByTestId('error-note').dataset.code).toBe('disk');
  });

  test('judged again takes its new verdict in place', async () => {
    const options = small();
    const paper = friday().papers.find((other) => other.id === best) as ListedPaper;
    const judged = { ...paper, verdict: { ...paper.verdict, decision: 'skip' as const, reason: '换了一个理由' } };
    await open({ ...options, answers: { judge: () => ({ paper: judged }) } });
    await fireEvent.click(screen.getByTestId('override-menu'));
    await fireEvent.click(within(screen.getByTestId('menu')).getByText(zhCN.pane.judgeAgain));
    await settle();
    expect(pane().textContent).toContain('换了一个理由');
    expect(screen.getByTestId('toast').textContent).toContain(zhCN.pane.judgedOther('推荐', '不推荐'));
  });

  test('tags are added and taken off, and undo brings them back', async () => {
    const host = await open(small());
    const field = screen.getByLabelText(zhCN.pane.addTag);
    await fireEvent.input(field, { target: { value: '推理' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(screen.getByTestId('tag').textContent).toContain('推理');
    await fireEvent.click(screen.getByLabelText(zhCN.pane.removeTag('推理')));
    expect(screen.queryByTestId('tag')).toBeNull();
    (document.activeElement as HTMLElement).blur();
    await press('z', { ctrlKey: true });
    await settle();
    expect(screen.getByTestId('tag')).toBeTruthy();
    expect(called(host, 'tag').map((request) => (request as { on: boolean }).on)).toEqual([true, false, true]);
  });
});

describe('the reader decides', () => {
  test('by 1, 2, 3; again takes it back; undo too', async () => {
    const host = await open(small());
    await press('3');
    expect(screen.getByTestId('override').textContent).toContain('不推荐');
    await press('2');
    expect(screen.getByTestId('override').textContent).toContain('边缘可看');
    await press('z', { ctrlKey: true });
    await settle();
    expect(screen.getByTestId('override').textContent).toContain('不推荐');
    await press('3');
    expect(screen.queryByTestId('override')).toBeNull();
    expect(called(host, 'override_verdict').map((request) => (request as { decision: string }).decision)).toEqual(['skip', 'borderline', 'skip', null]);
  });

  test('and the row stays where it is, with the own decision as its mark', async () => {
    await open(small());
    const before = ids();
    await press('3');
    expect(ids()).toEqual(before);
    const row = screen.getAllByTestId('paper-row')[0] as HTMLElement;
    expect(within(row).getByLabelText('不推荐')).toBeTruthy();
    expect(within(row).getByTestId('badges').textContent).toContain(zhCN.pane.yours);
  });

  test('what could not be written goes back', async () => {
    const host = await open(small());
    host.failing.override_verdict = { code: 'disk', message: 'full', what_to_do: '' };
    await press('3');
    await settle();
    expect(screen.queryByTestId('override')).toBeNull();
    expect(screen.getByTestId('error-note').dataset.code).toBe('disk');
  });
});

describe('a figure is found in its field and its source', () => {
  const paper = { ...(sampleDigest('en').papers[0] as ListedPaper), title: 'T', abstract: 'First, 𝒜 holds. Cost fell by 47% at 1.5 mm. Done.' };
  const at = paper.abstract.indexOf('47%');
  const figure = (patch: Partial<Figure>): Figure => ({
    field: 'summary', item: 0, start: 0, end: 3, text: '47%', found: true, place: { source: 'abstract', section: null, paragraph: null, start: at, end: at + 3, quote: 'fell by 47% at' }, ...patch,
  });
  test.each([
    ['by its name', 'summary', figure({}), 0, 1],
    ['not in another field', 'pain_point', figure({}), 0, 0],
    ['by its item', 'innovations', figure({ field: 'innovations', item: 1 }), 1, 1],
    ['not in another item', 'innovations', figure({ field: 'innovations', item: 1 }), 0, 0],
    ['not where the text does not say it', 'summary', figure({ start: 1, end: 4 }), 0, 0],
  ])('%s', (_, field, of, item, n) => expect(figuresOf([of], field, '47% less', item)).toHaveLength(n));
  test('counted in characters too', () => expect(figuresOf([figure({ start: 2, end: 5 })], 'summary', '𝒜 47%')).toHaveLength(1));
  test('the sentence around it', () => {
    const sentence = sentenceOf(figure({}), paper, null);
    expect(sentence?.text).toBe('Cost fell by 47% at 1.5 mm.');
    expect(sentence?.text.slice(sentence.start, sentence.end)).toBe('47%');
  });
  test('without its source, the words that were quoted', () => {
    const place = { source: 'full_text' as const, section: 0, paragraph: 1, start: 0, end: 3, quote: 'fell by 47% there' };
    expect(sentenceOf(figure({ place }), paper, null)).toEqual({ text: 'fell by 47% there', start: 8, end: 11 });
  });
  test.each([
    ['a paragraph', 1, 1, 'It fell by 2.3x there.', '2.3x'],
    ['the same words further up', 0, 0, 'It fell by 2.3x there.', '2.3x'],
    ['a heading', 1, null, '2 Cost at 2.3x', '2.3x'],
    ['after a section without a heading', 2, 0, '𝒜: 2.3x', '2.3x'],
  ])('in the full text it is in its own paragraph: %s', (_, section, paragraph, line, written) => {
    const text = { version: 1, fetched_at: '', sections: [
      { heading: '', paragraphs: ['It fell by 2.3x there.'] },
      { heading: '2 Cost at 2.3x', paragraphs: ['Before.', 'It fell by 2.3x there.'] },
      { heading: '3 End', paragraphs: ['𝒜: 2.3x'] },
    ] };
    const start = line.indexOf(written);
    const place = { source: 'full_text' as const, section, paragraph, start, end: start + written.length, quote: `${line} ${line}` };
    // The analysis says it in another form than the text.
    const source = sourceOf(figure({ place, text: '2.3倍' }), paper, text);
    if (!source) throw new Error('no place');
    expect(source.text.slice(source.span.start, source.span.end)).toBe(written);
    const before = source.text.slice(0, source.span.start).split('\n\n');
    expect(before.at(-1)).toBe(line.slice(0, start));
    const blocks = text.sections.flatMap((each) => [each.heading, ...each.paragraphs]).filter(Boolean);
    const index = text.sections.slice(0, section).flatMap((each) => [each.heading, ...each.paragraphs]).filter(Boolean).length;
    const heading = text.sections[section]?.heading ? 1 : 0;
    expect(blocks[before.length - 1]).toBe(line);
    expect(before.length - 1).toBe(paragraph === null ? index : index + heading + paragraph);
  });
  test('no sentence without either', () =>
    expect(sentenceOf(figure({ place: { source: 'full_text', section: 0, paragraph: 0, start: 0, end: 3, quote: '' } }), paper, null)).toBeNull());
});


test.each([
  ['v2', '2025年11月4日', ['v2', '2025年11月4日']],
  [null, '2025年11月4日', ['2025年11月4日']],
  ['v2', null, ['v2']],
  [null, null, []],
])('a revision of %s, first announced %s', (previous, day, words) => {
  for (const { pane: { revisionOf } } of [zhCN, en]) {
    const said = revisionOf(previous, day);
    for (const word of words) expect(said).toContain(word);
    expect(said).not.toContain('null');
  }
});
