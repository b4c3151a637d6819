/** The reader's marks. They show at once, are written behind, and can be undone. */

import { SvelteMap } from 'svelte/reactivity';
import type { AppError, Host, ListedPaper, MarkKind, Marks } from '../host';
import { toAppError } from '../host';

interface Step {
  id: string;
  mark: MarkKind;
  /** What the mark was set to. */
  on: boolean;
}

const STEPS = 50;

export type MarksStore = ReturnType<typeof createMarks>;

export function createMarks(host: Host) {
  /** What was marked since the papers were loaded. */
  const changed = new SvelteMap<string, Marks>();
  let error = $state.raw<AppError | null>(null);
  let done: Step[] = [];
  let undone: Step[] = [];

  const of = (paper: ListedPaper): Marks => changed.get(paper.id) ?? paper.marks;

  async function write(before: Marks, { id, mark, on }: Step): Promise<boolean> {
    changed.set(id, { ...before, [mark]: on });
    try {
      await host.call('mark', { id, mark, on });
      return true;
    } catch (thrown) {
      // Only this mark goes back: another one may have been set meanwhile.
      changed.set(id, { ...(changed.get(id) ?? before), [mark]: !on });
      error = toAppError(thrown);
      return false;
    }
  }

  function repeat(from: Step[], onto: Step[], reverse: boolean, find: (id: string) => ListedPaper | null): Step | null {
    const step = from.pop();
    if (!step) return null;
    const before = changed.get(step.id) ?? find(step.id)?.marks;
    if (!before) return null;
    onto.push(step);
    void write(before, reverse ? { ...step, on: !step.on } : step);
    return step;
  }

  return {
    of,
    get error() {
      return error;
    },
    dismiss: () => (error = null),
    /** Sets a mark as the reader's own deed, which undo takes back. */
    async set(paper: ListedPaper, mark: MarkKind, on: boolean): Promise<void> {
      if (of(paper)[mark] === on) return;
      const step = { id: paper.id, mark, on };
      done = [...done, step].slice(-STEPS);
      undone = [];
      if (!(await write(of(paper), step))) done = done.filter((other) => other !== step);
    },
    /** Marks a paper as read because the reader stayed on it; undo leaves it alone. */
    async setRead(paper: ListedPaper): Promise<void> {
      if (!of(paper).read) await write(of(paper), { id: paper.id, mark: 'read', on: true });
    },
    /** Takes the last deed back; answers which, or null when there is none. */
    undo: (find: (id: string) => ListedPaper | null) => repeat(done, undone, true, find),
    redo: (find: (id: string) => ListedPaper | null) => repeat(undone, done, false, find),
  };
}
