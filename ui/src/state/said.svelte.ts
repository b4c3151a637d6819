/** What was just done, for the eye and the screen reader: it goes by itself. */
export function createSaid() {
  let said = $state.raw<{ words: string; undo: boolean }>({ words: '', undo: false });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hush = () => (said = { words: '', undo: false });
  return {
    get now() {
      return said;
    },
    /** With `undo` there is a button for the way back, and time to reach it. */
    say(words: string, offer?: 'undo') {
      said = { words, undo: offer === 'undo' };
      clearTimeout(timer);
      timer = setTimeout(hush, offer ? 8000 : 2500);
    },
    hush,
  };
}
