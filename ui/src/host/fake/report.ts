/** Citations, paths and exports. */

import { mustLookUp, type Answers, type World } from './world';

export interface ReportOptions {
  /** What the reader chooses when asked for a path; null is "cancelled". */
  chosenPath?: string | null;
}

export function reportAnswers(world: World, options: ReportOptions): Pick<Answers, 'cancel_export' | 'citation' | 'choose_files' | 'choose_path' | 'drag_out' | 'export'> {
  return {
    citation: ({ id, style }) => {
      const { paper } = mustLookUp(world, id);
      const year = `20${id.slice(0, 2)}`;
      switch (style) {
        case 'bibtex':
          return { text: `@misc{${id},\n  title = {${paper.title}},\n  author = {${paper.authors.join(' and ')}},\n  eprint = {${id}},\n}\n` };
        case 'apa':
          return { text: `${paper.authors.join(', ')} (${year}). ${paper.title} (arXiv:${id}). arXiv. ${paper.url}` };
        case 'gbt7714':
          return { text: `${paper.authors.join(', ').toUpperCase()}. ${paper.title}[EB/OL]. arXiv:${id}, ${year}. ${paper.url}.` };
        default:
          return { text: JSON.stringify({ id, title: paper.title, style }) };
      }
    },
    drag_out: ({ name }) => ({ address: `file:///home/reader/dragged/${name}` }),
    choose_path: ({ name }) => (options.chosenPath === undefined ? `/home/reader/${name ?? ''}` : options.chosenPath),
    choose_files: () => ['/home/reader/a.md', '/home/reader/b.md'],
    cancel_export: () => ({}),
    export: ({ what, path }) => ({ path, files: 1, days: what.kind === 'day' ? 1 : 0, left_out: 0 }),
  };
}
