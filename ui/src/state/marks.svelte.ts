/** What the reader says of papers: marks, decisions of their own, tags. It shows at once, is written behind, and can be undone. */

import { SvelteMap } from 'svelte/reactivity';
import type { AppError, Decision, Host, ListedPaper, MarkKind, Marks } from '../host';
import { toAppError } from '../host';
import { t } from '../i18n/index.svelte';
import type { Deed, History } from './history.svelte';

/** The reader's part of a paper. */
export type Own = Pick<ListedPaper, 'marks' | 'override' | 'tags' | 'note'>;

type Known = { id: string } & Own;

export type MarksStore = ReturnType<typeof createMarks>;

export function createMarks(host: Host, history: History) {
  /** What changed since the papers were loaded. */
  const changed = new SvelteMap<string, Partial<Own>>();
  let error = $state.raw<AppError | null>(null);

  function own(paper: Known): Own {
    const { marks, override, tags, note } = paper;
    return { marks, override, tags, note, ...changed.get(paper.id) };
  }

  const of = (paper: Known): Marks => own(paper).marks;

  function patch(id: string, part: Partial<Own>) {
    changed.set(id, { ...changed.get(id), ...part });
  }

  /** Writes that the engine has not answered yet. */
  let open = 0;
  /** How many it has taken. */
  let written = $state(0);

  /** Shows a change and writes it; what could not be written is taken back and told. */
  async function attempt(show: () => void, back: () => void, write: () => Promise<unknown>): Promise<boolean> {
    show();
    open++;
    try {
      await write();
      written++;
      return true;
    } catch (thrown) {
      back();
      error = toAppError(thrown);
      return false;
    } finally {
      open--;
    }
  }

  /** Does what can be undone. `go` shows and writes one way or the other. */
  async function deed(name: string, go: (forward: boolean) => Promise<boolean>): Promise<boolean> {
    const step: Deed = { name, undo: () => go(false), redo: () => go(true) };
    history.record(step);
    const done = await go(true);
    if (!done) history.drop(step);
    return done;
  }

  /** Only this mark: another one may have been set meanwhile. */
  function showMark(paper: Known, mark: MarkKind, on: boolean) {
    patch(paper.id, { marks: { ...of(paper), [mark]: on } });
  }

  function writeMark(paper: Known, mark: MarkKind, on: boolean): Promise<boolean> {
    return attempt(
      () => showMark(paper, mark, on),
      () => showMark(paper, mark, !on),
      () => host.call('mark', { id: paper.id, mark, on }),
    );
  }

  function markName(mark: MarkKind): string {
    return { star: t().paper.star, read: t().command.read, later: t().paper.later }[mark];
  }

  return {
    of,
    own,
    get error() {
      return error;
    },
    /** Goes up when the engine has taken something that the reader did. */
    get written() {
      return written;
    },
    dismiss: () => (error = null),
    fail: (thrown: unknown) => (error = toAppError(thrown)),
    /** Sets a mark as the reader's own deed, which undo takes back. */
    async set(paper: Known, mark: MarkKind, on: boolean): Promise<void> {
      if (of(paper)[mark] === on) return;
      await deed(markName(mark), (forward) => writeMark(paper, mark, forward ? on : !on));
    },
    /** Sets a mark on many papers as one deed; answers how many had it otherwise. */
    async setMany(papers: Known[], mark: MarkKind, on: boolean): Promise<number> {
      const those = papers.filter((paper) => of(paper)[mark] !== on);
      if (those.length === 0) return 0;
      const show = (to: boolean) => those.forEach((paper) => showMark(paper, mark, to));
      const go = (forward: boolean) =>
        attempt(
          () => show(forward === on),
          () => show(forward !== on),
          () => host.call('mark_many', { ids: those.map((paper) => paper.id), mark, on: forward === on }),
        );
      return (await deed(markName(mark), go)) ? those.length : 0;
    },
    /** Marks a paper as read because the reader stayed on it; undo leaves it alone. */
    async setRead(paper: Known): Promise<void> {
      if (!of(paper).read) await writeMark(paper, 'read', true);
    },
    /** The reader's own decision on papers, as one deed; null takes it back to the judge's. */
    async override(papers: Known[], decision: Decision | null): Promise<boolean> {
      const before = papers.map((paper) => ({ paper, had: own(paper).override })).filter(({ had }) => had !== decision);
      if (before.length === 0) return false;
      const name = decision ? t().pane.overrideTo(t().decision[decision]) : t().pane.overrideBack;
      return deed(name, (forward) =>
        attempt(
          () => before.forEach(({ paper, had }) => patch(paper.id, { override: forward ? decision : had })),
          () => before.forEach(({ paper, had }) => patch(paper.id, { override: forward ? had : decision })),
          async () => {
            for (const { paper, had } of before)
              await host.call('override_verdict', { id: paper.id, decision: forward ? decision : had });
          },
        ),
      );
    },
    async tag(paper: Known, tag: string, on: boolean): Promise<boolean> {
      if (own(paper).tags.includes(tag) === on) return false;
      const show = (to: boolean) => {
        const others = own(paper).tags.filter((name) => name !== tag);
        patch(paper.id, { tags: to ? [...others, tag] : others });
      };
      return deed(t().pane.tag, (forward) =>
        attempt(
          () => show(forward === on),
          () => show(forward !== on),
          () => host.call('tag', { id: paper.id, tag, on: forward === on }),
        ),
      );
    },
    /** What was loaded anew holds everything that was written; only what is on its way counts beside it. */
    settle: () => open === 0 && changed.clear(),
    /** Whether a paper has a note, as the note's own store saw it change. */
    noted: (id: string, note: boolean) => patch(id, { note }),
  };
}
