/** What the reader did, newest last, so that it can be taken back and done again. */

export interface Deed {
  /** What it was, in the words of the window. */
  name: string;
  undo: () => Promise<unknown>;
  redo: () => Promise<unknown>;
}

const STEPS = 50;

export type History = ReturnType<typeof createHistory>;

export function createHistory() {
  let done = $state.raw<Deed[]>([]);
  let undone = $state.raw<Deed[]>([]);

  return {
    get canUndo() {
      return done.length > 0;
    },
    get canRedo() {
      return undone.length > 0;
    },
    record(deed: Deed): void {
      done = [...done, deed].slice(-STEPS);
      undone = [];
    },
    /** A deed that could not be done after all. */
    drop(deed: Deed): void {
      done = done.filter((other) => other !== deed);
    },
    /** Takes the last deed back; answers which, or null when there is none. */
    undo(): Deed | null {
      const deed = done.at(-1);
      if (!deed) return null;
      done = done.slice(0, -1);
      undone = [...undone, deed];
      void deed.undo();
      return deed;
    },
    redo(): Deed | null {
      const deed = undone.at(-1);
      if (!deed) return null;
      undone = undone.slice(0, -1);
      done = [...done, deed];
      void deed.redo();
      return deed;
    },
  };
}
