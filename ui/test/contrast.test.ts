import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync('src/theme/tokens.css', 'utf8');

function tokens(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`\n${selector} {`)).split('\n}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));
}

/** Relative luminance and contrast by WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const text: [string, string[]][] = [
  ['ink', ['ground', 'raised', 'sunken', 'accent-soft', 'borderline-soft']],
  ['second', ['ground', 'raised', 'sunken', 'accent-soft']],
  ['muted', ['ground', 'raised', 'sunken']],
  ['accent', ['ground', 'raised', 'accent-soft']],
  ['recommend', ['ground', 'raised', 'accent-soft']],
  ['borderline', ['ground', 'raised', 'borderline-soft', 'accent-soft']],
  ['on-accent', ['accent']],
];
const shapes: [string, string[]][] = [
  ['recommend', ['raised', 'ground']],
  ['borderline-fill', ['raised', 'ground']],
  ['skip', ['raised', 'ground', 'accent-soft']],
];

describe.each([':root', "[data-theme='dark']"])('%s', (selector) => {
  const colour = tokens(selector);
  const pairs = (list: [string, string[]][]) => list.flatMap(([front, grounds]) => grounds.map((ground) => [front, ground] as const));
  test.each(pairs(text))('%s on %s reads (4.5:1)', (front, ground) =>
    expect(contrast(colour[front] ?? '', colour[ground] ?? '')).toBeGreaterThanOrEqual(4.5));
  test.each(pairs(shapes))('%s on %s is seen (3:1)', (front, ground) =>
    expect(contrast(colour[front] ?? '', colour[ground] ?? '')).toBeGreaterThanOrEqual(3));
});
