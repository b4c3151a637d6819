/**
 * Which of the style sheet's faces Linux has. WebKitGTK asks fontconfig about every absent face anew for each size and
 * weight, at about a millisecond a question: half of the start of a window went there. Other systems answer at once.
 */

const latin = ['Adwaita Sans', 'Inter', 'Cantarell', 'Ubuntu', 'Noto Sans'];
const chinese = ['Noto Sans CJK SC', 'Source Han Sans SC'];
const serif = ['Noto Serif'];
const KEY = 'faces';

/** What is left of the lists of `tokens.css`: of each one face at most. */
export interface Faces {
  latin: string[];
  chinese: string[];
  serif: string[];
}

/** The first of each list that text can be drawn in, by how wide it becomes. */
export function findFaces(width: (face: string | null) => number): Faces {
  const none = width(null);
  const first = (faces: string[]) => faces.filter((face) => width(face) !== none).slice(0, 1);
  return { latin: first(latin), chinese: first(chinese), serif: first(serif) };
}

/** The lists for the style sheet, by its names: none leads to a face that would draw Chinese in Japanese shapes. */
export function listsOf({ latin, chinese, serif }: Faces): Record<'--sans-zh' | '--sans-en' | '--serif', string> {
  const list = (names: string[], last: string) => [...names.map((name) => `'${name}'`), last].join(', ');
  return {
    '--sans-zh': list([...latin, ...chinese], 'sans-serif'),
    '--sans-en': list([...latin, 'Latin signs', ...chinese], 'sans-serif'),
    '--serif': list(['Source Serif 4', ...serif, ...chinese], 'serif'),
  };
}

function widthOf(face: string | null): number {
  const probe = document.createElement('span');
  probe.textContent = 'mmmmmmmmmmlli';
  probe.style.cssText = 'position: absolute; visibility: hidden';
  probe.style.font = face === null ? '64px monospace' : `64px '${face}', monospace`;
  document.body.append(probe);
  const width = probe.offsetWidth;
  probe.remove();
  return width;
}

function apply(faces: Faces): void {
  for (const [name, list] of Object.entries(listsOf(faces))) document.documentElement.style.setProperty(name, list);
}

function remembered(): Faces | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Faces | null;
  } catch {
    return null;
  }
}

function look(): void {
  const found = findFaces(widthOf);
  const text = JSON.stringify(found);
  if (text === localStorage.getItem(KEY)) return;
  localStorage.setItem(KEY, text);
  apply(found);
}

/** Shortens the lists to what is here: as it was last time, looked at again once the window is quiet. */
export function chooseFaces(): void {
  if (!/Linux|X11/.test(navigator.userAgent) || /Android/.test(navigator.userAgent)) return;
  const known = remembered();
  if (known) {
    apply(known);
    setTimeout(look, 3_000);
  } else look();
}
