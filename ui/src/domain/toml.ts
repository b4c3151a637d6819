/** Values of `settings.toml` as the window shows and writes them. */

/** A text, a number, yes or no, or a list of texts. What is none of these stays as it is written. */
export type Value = string | number | boolean | string[];

function text(written: string): string {
  if (written.startsWith("'")) return written.slice(1, -1);
  try {
    return JSON.parse(written) as string;
  } catch {
    return written.slice(1, -1);
  }
}

export function fromToml(written: string): Value {
  const value = written.trim();
  if (value === 'true' || value === 'false') return value === 'true';
  if (/^["']/.test(value)) return text(value);
  if (value.startsWith('[')) return [...value.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g)].map(([one]) => text(one));
  const number = Number(value.replaceAll('_', ''));
  return value !== '' && Number.isFinite(number) ? number : value;
}

export function toToml(value: Value): string {
  if (Array.isArray(value)) return `[${value.map((one) => JSON.stringify(one)).join(', ')}]`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
