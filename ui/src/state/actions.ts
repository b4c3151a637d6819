/** What the reader can do with papers, one or many, from wherever it was asked for. */

import type { CitationStyle, Decision, ExportWhat, ListedPaper, MarkKind } from '../host';
import { toAppError } from '../host';
import { paperMarkdown } from '../domain/citation';
import { format, lang, t } from '../i18n/index.svelte';
import { copyText } from '../shared/clipboard';
import type { Desk } from './desk.svelte';

/** The papers that a command is for: the chosen ones, else the open one. */
export function papersAtHand(desk: Desk): ListedPaper[] {
  const { reading, selection } = desk;
  if (selection.size === 0) return reading.paper ? [reading.paper] : [];
  return reading.order
    .filter(selection.has)
    .map((id) => desk.paper(id))
    .filter((paper) => paper !== null);
}

function n(count: number): string {
  return format.count(lang(), count);
}

/** Sets a mark on papers; on all of them what most lack. */
export async function toggleMark(desk: Desk, papers: ListedPaper[], mark: MarkKind): Promise<void> {
  const [first] = papers;
  if (!first) return;
  if (papers.length === 1) {
    await desk.marks.set(first, mark, !desk.marks.of(first)[mark]);
    return;
  }
  const on = papers.some((paper) => !desk.marks.of(paper)[mark]);
  const changed = await desk.marks.setMany(papers, mark, on);
  if (changed > 0) desk.say(t().batch.marked[on ? mark : (`un${mark}` as const)](n(changed)), 'undo');
}

/** Marks every paper of the list as read. */
export async function markAllRead(desk: Desk): Promise<void> {
  const papers = desk.reading.order.map((id) => desk.paper(id)).filter((paper) => paper !== null);
  const changed = await desk.marks.setMany(papers, 'read', true);
  desk.say(changed > 0 ? t().batch.marked.read(n(changed)) : t().batch.allRead, changed > 0 ? 'undo' : undefined);
}

/** The reader's own decision; the one that they already gave takes it back. */
export async function override(desk: Desk, papers: ListedPaper[], decision: Decision | null): Promise<void> {
  const same = papers.every((paper) => desk.marks.own(paper).override === decision);
  const next = same ? null : decision;
  if (!(await desk.marks.override(papers, next))) return;
  desk.say(next ? t().pane.overridden(t().decision[next]) : t().pane.overrideTaken, 'undo');
}

/** Copies citations of papers, one after the other. */
export async function copyCitation(desk: Desk, papers: ListedPaper[], style: CitationStyle): Promise<void> {
  try {
    const texts = await Promise.all(papers.map(({ id }) => desk.host.call('citation', { id, style })));
    const copied = await copyText(texts.map(({ text }) => text.trimEnd()).join('\n\n') + (style === 'bibtex' ? '\n' : ''));
    desk.say(copied ? t().pane.citationCopied(t().citation[style]) : t().app.copyFailed);
  } catch (thrown) {
    desk.fail(thrown);
  }
}

export async function copyMarkdown(desk: Desk, papers: ListedPaper[]): Promise<void> {
  desk.say((await copyText(papers.map(paperMarkdown).join('\n'))) ? t().app.copied : t().app.copyFailed);
}

/** A format that `export` writes. */
export interface ExportKind {
  format: string;
  ending: string;
  /** It is many files: always, or for everything. */
  folder?: 'always' | 'all';
}

/** Asks where to, and writes papers, a day, what a search finds, or everything there. */
export async function exportTo(desk: Desk, what: ExportWhat, kind: ExportKind, name: string): Promise<void> {
  try {
    const folder = kind.folder === 'always' || (kind.folder === 'all' && what.kind === 'all');
    const path = await desk.host.call('choose_path', folder ? { kind: 'open_folder' } : { kind: 'save', name: `${name}.${kind.ending}` });
    if (path === null) return;
    const written = await desk.exporting.run({ what, format: kind.format, path });
    const leftOut = written.left_out > 0 ? t().app.leftOut(n(written.left_out)) : '';
    desk.say(t().app.exported(written.path) + leftOut);
  } catch (thrown) {
    if (toAppError(thrown).code === 'cancelled') desk.say(t().app.exportStopped);
    else desk.fail(thrown);
  }
}

/** Has a paper judged again; the earlier verdict stays in its history. */
export async function judgeAgain(desk: Desk, paper: ListedPaper): Promise<void> {
  if (desk.judging.has(paper.id)) return;
  desk.judging.add(paper.id);
  try {
    const { paper: judged } = await desk.host.call('judge', { id: paper.id });
    desk.day.replace(judged);
    await desk.details.reload(paper.id);
    const { decision } = judged.verdict;
    const same = decision === paper.verdict.decision;
    desk.say(same ? t().pane.judgedSame(t().decision[decision]) : t().pane.judgedOther(t().decision[paper.verdict.decision], t().decision[decision]));
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code !== 'cancelled') desk.fail(thrown);
  } finally {
    desk.judging.delete(paper.id);
  }
}

/** Takes the last deed back, or does it again, and says which. */
export function repeat(desk: Desk, way: 'undo' | 'redo'): void {
  const deed = desk.history[way]();
  if (deed) desk.say(way === 'undo' ? t().app.undone(deed.name) : t().app.redone(deed.name));
}

export async function toggleFollow(desk: Desk, name: string): Promise<void> {
  if (!(await desk.people.toggle(name))) return;
  desk.say(desk.people.follows(name) ? t().pane.following(name) : t().pane.unfollowed(name), 'undo');
}
