/** A paper that leaves the window with the mouse: as a `.bib` file, or with Shift or Alt as a `.md` file. */

import { paperMarkdown } from '../domain/citation';
import { linksOf } from '../domain/papers';
import type { Desk } from './desk.svelte';
import type { ListedPaper } from '../host';

const kinds = {
  bib: 'application/x-bibtex',
  md: 'text/markdown',
} as const;

type Kind = keyof typeof kinds;

interface Dragged {
  name: string;
  text: string;
  /** The file that other programs take; none where it could not be written. */
  address?: string;
}

/** What is under the mouse: a drag must have its data the moment it starts, so it is made when the button goes down. */
let ready: { ids: string; as: Partial<Record<Kind, Dragged>> } = { ids: '', as: {} };

const key = (papers: ListedPaper[]) => papers.map(({ id }) => id).join(' ');

export async function prepareDrag(desk: Desk, papers: ListedPaper[]): Promise<void> {
  const [first] = papers;
  if (!first) return;
  const mine: typeof ready = { ids: key(papers), as: {} };
  ready = mine;
  const stem = papers.length === 1 ? first.id.replace(/[^\w.-]/g, '-') : 'papers';
  const make = async (kind: Kind, text: string) => {
    const dragged: Dragged = { name: `${stem}.${kind}`, text };
    mine.as[kind] = dragged;
    dragged.address = (await desk.host.call('drag_out', { name: dragged.name, text }).catch(() => null))?.address;
  };
  const citations = Promise.all(papers.map(({ id }) => desk.host.call('citation', { id, style: 'bibtex' })));
  await Promise.all([
    make('md', papers.map(paperMarkdown).join('\n')),
    citations.then((all) => make('bib', all.map(({ text }) => `${text.trimEnd()}\n`).join('\n')), () => {}),
  ]);
}

/**
 * Fills what is dragged. Whoever takes files gets one, by its address or, where the web view makes it (`DownloadURL`, in
 * Chromium's), by its content; whoever takes text gets the text.
 */
export function fillDrag(event: DragEvent, papers: ListedPaper[]): void {
  const data = event.dataTransfer;
  const [first] = papers;
  if (!data || !first) return;
  const as = ready.ids === key(papers) ? ready.as : {};
  const kind: Kind = event.altKey || event.shiftKey || !as.bib ? 'md' : 'bib';
  const { name, text, address } = as[kind] ?? { name: `${first.id}.md`, text: papers.map(paperMarkdown).join('\n') };
  data.effectAllowed = 'copy';
  data.setData('text/plain', text);
  data.setData('text/uri-list', address ?? linksOf(first).abs);
  data.setData(kinds[kind], text);
  data.setData('DownloadURL', `${kinds[kind]}:${name}:data:${kinds[kind]};charset=utf-8,${encodeURIComponent(text)}`);
}
