/** The menus of a paper, or of the chosen papers: the same words and keys wherever they open. */

import type { CitationStyle, ExportWhat, ListedPaper } from '../host';
import { t } from '../i18n/index.svelte';
import { keyLabel } from '../shared/keyboard';
import type { MenuItem } from '../shared/Menu.svelte';
import { decisions, linksOf } from '../domain/papers';
import { copyCitation, copyMarkdown, exportTo, judgeAgain, override, toggleMark, type ExportKind } from '../state/actions';
import type { Desk } from '../state/desk.svelte';

const styles: CitationStyle[] = ['bibtex', 'apa', 'gbt7714', 'ris', 'csl-json'];

/** The formats that can be written, by what `export` calls them: those of one paper first. */
export const formats: ExportKind[] = [
  { format: 'bibtex', ending: 'bib' },
  { format: 'ris', ending: 'ris' },
  { format: 'csl-json', ending: 'json' },
  { format: 'markdown', ending: 'md', folder: 'all' },
  { format: 'html', ending: 'html', folder: 'all' },
  { format: 'csv', ending: 'csv' },
  { format: 'json', ending: 'json' },
  { format: 'obsidian', ending: '', folder: 'always' },
  { format: 'site', ending: '', folder: 'always' },
];

export function verdictItems(desk: Desk, papers: ListedPaper[]): MenuItem[] {
  const [only] = papers.length === 1 ? papers : [];
  const own = only ? desk.marks.own(only).override : null;
  const items: MenuItem[] = decisions.map((decision, i) => ({
    group: 'decide', label: t().pane.overrideTo(t().decision[decision]), key: String(i + 1), checked: own === decision,
    run: () => void override(desk, papers, decision),
  }));
  if (only) {
    if (own) items.push({ group: 'judge', label: t().pane.overrideBack, run: () => void override(desk, papers, null) });
    items.push({
      group: 'judge', label: t().pane.judgeAgain, disabled: desk.judging.has(only.id) || desk.day.digest?.origin === 'sample',
      run: () => void judgeAgain(desk, only),
    });
  }
  return items;
}

export function citationItems(desk: Desk, papers: ListedPaper[]): MenuItem[] {
  return [
    ...styles.map((style): MenuItem => ({
      group: 'cite', label: t().citation[style], key: style === 'bibtex' ? 'Y' : undefined,
      run: () => void copyCitation(desk, papers, style),
    })),
    { group: 'text', label: t().pane.markdown, run: () => void copyMarkdown(desk, papers) },
  ];
}

/** Papers as what is exported, and the name that is proposed for the file. */
export function papersToExport(ids: string[]): [ExportWhat, string] {
  const [only] = ids.length === 1 ? ids : [];
  return [{ kind: 'papers', ids }, only?.replace(/[^\w.-]/g, '-') ?? 'papers'];
}

export function exportItems(desk: Desk, what: ExportWhat, name: string): MenuItem[] {
  return formats.map((kind) => ({
    group: kind.folder ?? 'file', label: t().pane.exportAs(t().pane.format[kind.format] ?? kind.format),
    run: () => void exportTo(desk, what, kind, name),
  }));
}

/** Everything that can be done with papers, for their context menu. */
export function paperItems(desk: Desk, papers: ListedPaper[]): MenuItem[] {
  const { layout, marks, reading, selection } = desk;
  const [first] = papers;
  if (!first) return [];
  const one = papers.length === 1;
  const all = (mark: 'star' | 'read' | 'later') => papers.every((paper) => marks.of(paper)[mark]);
  const links = linksOf(first);
  const link = (label: string, url: string | null, key?: string): MenuItem[] =>
    one && url ? [{ group: 'open', label, key, run: () => void desk.openLink(url) }] : [];
  return [
    ...(['star', 'later', 'read'] as const).map((mark): MenuItem => ({
      group: 'mark', label: t().paper[mark], key: { star: 'S', later: 'L', read: 'M' }[mark],
      checked: all(mark), run: () => void toggleMark(desk, papers, mark),
    })),
    ...verdictItems(desk, papers),
    ...(one
      ? [{
          group: 'note', label: t().command.note, icon: 'note' as const, key: 'N',
          run: () => {
            reading.select(first.id);
            layout.openPaper(true);
            desk.note.write(first.id);
          },
        }]
      : []),
    ...citationItems(desk, papers).map((item) => ({ ...item, group: 'cite', label: `${t().pane.cite} ${item.label}` })).filter((_, i) => [0, 1, 2, 5].includes(i)),
    ...exportItems(desk, ...papersToExport(papers.map(({ id }) => id))).filter((_, i) => [0, 3].includes(i)).map((item) => ({ ...item, group: 'export' })),
    ...link(t().command.arxiv, links.abs, 'O'),
    ...link(t().command.pdf, links.pdf, 'P'),
    ...link(t().command.html, links.html),
    { group: 'choose', label: t().command.choose, key: keyLabel('x'), checked: selection.has(first.id), run: () => papers.forEach(({ id }) => selection.toggle(id)) },
  ];
}
