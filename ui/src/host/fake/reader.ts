/** What the reader adds: marks, decisions of their own, tags, notes, followed authors. */

import { asNow, change, lookUp, marksOf, type Answers, type World } from './world';

type Names = 'mark' | 'mark_many' | 'note' | 'save_note' | 'note_version' | 'override_verdict' | 'tag' | 'follow_author' | 'library_counts';

export interface ReaderOptions {
  /** Notes that are there from the start: texts of each paper, the newest last. */
  notes?: Record<string, string[]>;
  followed?: string[];
}

export function readerAnswers(world: World, options: ReaderOptions, now: () => Date): Pick<Answers, Names> {
  const notes = new Map<string, { at: string; text: string }[]>();
  for (const [id, texts] of Object.entries(options.notes ?? {}))
    notes.set(id, texts.map((text, i) => ({ at: `2026-01-0${Math.min(9, 6 + i)}T08:1${i}:00.000Z`, text })));
  const followed = new Set(options.followed);

  function note(id: string) {
    const versions = notes.get(id) ?? [];
    const last = versions.at(-1);
    return { text: last?.text ?? '', saved_at: last?.at ?? null, versions: versions.slice(0, -1).map(({ at, text }) => ({ at, chars: text.length })).reverse() };
  }

  return {
    mark: ({ id, mark, on }) => {
      const marks = { ...marksOf(world, id), [mark]: on };
      change(world, id, { marks });
      return marks;
    },
    mark_many: ({ ids, mark, on }) => {
      const changed = ids.filter((id) => marksOf(world, id)[mark] !== on);
      for (const id of changed) change(world, id, { marks: { ...marksOf(world, id), [mark]: on } });
      return { changed };
    },
    note: ({ id }) => note(id),
    save_note: ({ id, text }) => {
      notes.set(id, [...(notes.get(id) ?? []), { at: now().toISOString(), text }]);
      change(world, id, { note: text !== '' });
      return note(id);
    },
    note_version: ({ id, at }) => {
      const text = notes.get(id)?.find((version) => version.at === at)?.text ?? '';
      return { text, difference: [{ kind: 'removed', text }, { kind: 'added', text: note(id).text }] };
    },
    override_verdict: ({ id, decision }) => {
      change(world, id, { override: decision });
      return { decision };
    },
    tag: ({ id, tag, on }) => {
      const others = (lookUp(world, id)?.paper.tags ?? []).filter((name) => name !== tag);
      const tags = on ? [...others, tag].sort() : others;
      change(world, id, { tags });
      return tags;
    },
    follow_author: ({ name, on }) => {
      if (on) followed.add(name);
      else followed.delete(name);
      return [...followed];
    },
    library_counts: () => {
      const papers = [...new Map(world.digests.flatMap((digest) => asNow(world, digest).papers).map((paper) => [paper.id, paper])).values()];
      const tags = papers.flatMap((paper) => paper.tags);
      return {
        star: papers.filter((paper) => paper.marks.star).length,
        later: papers.filter((paper) => paper.marks.later).length,
        note: papers.filter((paper) => paper.note).length,
        override: papers.filter((paper) => paper.override).length,
        tags: [...new Set(tags)].map((name) => ({ name, count: tags.filter((tag) => tag === name).length })),
        authors: [...followed].map((name) => ({ name, count: papers.filter((paper) => paper.authors.includes(name)).length })),
      };
    },
  };
}
