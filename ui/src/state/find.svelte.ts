/** Find in page: the words that are looked for, and the step from one place to the next. */

export type FindStore = ReturnType<typeof createFind>;

export function createFind() {
  let shown = $state(false);
  let words = $state('');
  /** Counts the openings, so that a second Ctrl-F puts the cursor back into the field. */
  let opened = $state(0);

  return {
    get shown() {
      return shown;
    },
    get opened() {
      return opened;
    },
    get words() {
      return words;
    },
    type: (next: string) => (words = next),
    open(): void {
      shown = true;
      opened++;
    },
    close: () => (shown = false),
  };
}
