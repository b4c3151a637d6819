import { expect, test } from 'vitest';
import { findFaces, listsOf } from '../src/theme/faces';

/** Faces that are not here are as wide as the face behind them. */
const machine = (...installed: string[]) => findFaces((face) => (face !== null && installed.includes(face) ? 100 + face.length : 640));

test.each([
  [
    'a bare machine',
    [],
    { '--sans-zh': 'sans-serif', '--sans-en': "'Latin signs', sans-serif", '--serif': "'Source Serif 4', serif" },
  ],
  [
    'one that draws Latin in a Chinese face',
    ['Noto Sans CJK SC'],
    {
      '--sans-zh': "'Noto Sans CJK SC', sans-serif",
      '--sans-en': "'Latin signs', 'Noto Sans CJK SC', sans-serif",
      '--serif': "'Source Serif 4', 'Noto Sans CJK SC', serif",
    },
  ],
  [
    'a full one',
    ['Source Han Sans SC', 'Noto Sans CJK SC', 'Noto Serif', 'Noto Sans', 'Ubuntu'],
    {
      '--sans-zh': "'Ubuntu', 'Noto Sans CJK SC', sans-serif",
      '--sans-en': "'Ubuntu', 'Latin signs', 'Noto Sans CJK SC', sans-serif",
      '--serif': "'Source Serif 4', 'Noto Serif', 'Noto Sans CJK SC', serif",
    },
  ],
] as const)('the lists of %s name what it has', (_, installed, lists) => {
  expect(listsOf(machine(...installed))).toEqual(lists);
});
