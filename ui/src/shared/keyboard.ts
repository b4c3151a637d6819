/** Which shortcut a key press is, and when it is none: while the reader types or composes. */

/** True while an input method composes. WebKit ends the composition before the key press, so `keyCode` 229 tells it. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** True when the press goes into a field that takes text. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('select, textarea')) return true;
  const input = target.closest('input');
  return input !== null && !['checkbox', 'radio', 'button', 'range'].includes(input.type);
}

/**
 * The name of a key press such as `j`, `?`, `Shift+j`, `Mod+k`, `Mod+Shift+z`; null when it is not for us. `Mod` is ⌘ or Ctrl.
 * Letters typed into fields are not shortcuts; presses with `Mod`, and Escape, are.
 */
export function shortcutOf(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || isComposing(event) || event.altKey) return null;
  const mod = event.metaKey || event.ctrlKey;
  if (isTyping(event) && event.key !== 'Escape' && !(mod && ['k', 'f'].includes(event.key))) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (mod) return event.shiftKey ? `Mod+Shift+${key}` : `Mod+${key}`;
  // Signs such as `?` are typed with Shift on some keyboards; for letters and arrows it is part of the shortcut.
  return event.shiftKey && /^([a-z]|F10|Arrow(Down|Up))$/.test(key) ? `Shift+${key}` : key;
}

/** How a shortcut is written for the reader: `⌘K` on a Mac, `Ctrl K` elsewhere. */
export function keyLabel(key: string, mac = navigator.userAgent.includes('Mac')): string {
  const names: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc', Enter: '↵', Backspace: '⌫', ContextMenu: '☰' };
  return key
    .split('+')
    .map((part) => (part === 'Mod' ? (mac ? '⌘' : 'Ctrl') : part === 'Shift' ? (mac ? '⇧' : 'Shift') : (names[part] ?? part.toUpperCase())))
    .join(mac ? '' : ' ');
}
