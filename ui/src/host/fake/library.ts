/** The reader's own shelves. */

import type { ListedOn, Request } from '../index';
import { asNow, type Answers, type World } from './world';

export function libraryAnswers(world: World): Pick<Answers, 'library'> {
  function all(): ListedOn[] {
    const seen = new Set<string>();
    return [...world.digests].reverse().flatMap((digest) =>
      asNow(world, digest).papers.flatMap((paper): ListedOn[] => {
        if (seen.has(paper.id)) return [];
        seen.add(paper.id);
        return [{ date: digest.date, judged: true, paper }];
      }),
    );
  }

  function holds({ view, value }: Request<'library'>, { paper }: ListedOn): boolean {
    if (view === 'tag') return paper.tags.includes(value ?? '');
    if (view === 'author') return paper.authors.includes(value ?? '');
    if (view === 'note') return paper.note;
    if (view === 'override') return paper.override !== null;
    return paper.marks[view];
  }

  return {
    library: (request) => {
      const those = all().filter((listed) => holds(request, listed));
      if (request.sort === 'oldest') those.reverse();
      if (request.sort === 'title') those.sort((a, b) => a.paper.title.localeCompare(b.paper.title));
      return { total: those.length, papers: those.slice(request.offset, request.offset + request.limit) };
    },
  };
}
