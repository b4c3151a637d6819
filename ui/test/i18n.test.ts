import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { en } from '../src/i18n/en';
import * as format from '../src/i18n/format';
import { zhCN } from '../src/i18n/zh-CN';

/** `a.b.c` of every message, with what kind it is. */
function keys(node: object, path = ''): string[] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'object' ? keys(value, `${path}${key}.`) : [`${path}${key}: ${typeof value}`],
  );
}

/** Every message as the reader could meet it; functions are called with sample words. */
function messages(node: object): string[] {
  return Object.values(node).flatMap((value) =>
    typeof value === 'object' ? messages(value) : [typeof value === 'function' ? String(value('7', '9', '9')) : String(value)],
  );
}

const root = join(process.cwd(), 'src/');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name));

describe('both languages say the same', () => {
  test('with the same keys', () => expect(keys(en).sort()).toEqual(keys(zhCN).sort()));
  test('and nothing empty', () => {
    const empty = (node: object) => messages(node).filter((text) => text.trim() === '').length;
    // `empty.digest.why` is never shown: a day with a digest is not empty.
    expect([empty(zhCN), empty(en)]).toEqual([1, 1]);
  });
  test('no Chinese in the English but the names of the languages', () => {
    const chinese = messages(en).filter((text) => /[\u3400-\u9fff]/.test(text) && !text.includes('简体中文') && text !== '研');
    expect(chinese).toEqual([]);
  });
  test('no straight apostrophes in the English', () => expect(messages(en).filter((text) => text.includes("'"))).toEqual([]));
});

describe('what the reader sees comes from the dictionaries', () => {
  const components = files.filter((file) => file.endsWith('.svelte'));

  test.each(components.map((file) => [file.slice(root.length), file]))('%s', (_, file) => {
    const markup = readFileSync(file, 'utf8')
      .replace(/<script[\s\S]*?<\/script>/g, '')
      .replace(/<style[\s\S]*?<\/style>/g, '')
      .replace(/<!--[\s\S]*?-->/g, '');
    const attributes = [...markup.matchAll(/\s(?:aria-label|title|placeholder|alt|label)="([^"{]*[A-Za-z\u3400-\u9fff][^"{]*)"/g)].map((m) => m[1]);
    // Expressions go from the inside out; what is left between tags is text.
    let text = markup;
    for (let before = ''; before !== text; ) {
      before = text;
      text = text.replace(/\{[^{}]*\}/g, '');
    }
    const between = text.replace(/=>/g, '').replace(/<[^>]*>/g, ' ').match(/[A-Za-z\u3400-\u9fff]{2,}/g) ?? [];
    expect([...attributes, ...between]).toEqual([]);
  });

  test('Chinese words stand only there', () => {
    const elsewhere = files.filter((file) => /\.(ts|svelte)$/.test(file) && !file.includes('/i18n/') && !file.includes('/host/'));
    const found = elsewhere.filter((file) => /[\u3400-\u9fff]/.test(readFileSync(file, 'utf8')));
    expect(found).toEqual([]);
  });
});

test('no style attribute stands in markup, which the security policy would refuse', () => {
  const found = files.filter((file) => file.endsWith('.svelte') && /<[^>]*\sstyle=/.test(readFileSync(file, 'utf8')));
  expect(found).toEqual([]);
});

describe('dates, numbers and plurals by language', () => {
  const now = new Date('2026-06-01T00:00:00Z');
  format.setYear(2026);
  test.each([
    [format.shortDay('zh-CN', '2026-01-09'), '1月9日'],
    [format.shortDay('zh-CN', '2016-01-09'), '2016年1月9日'],
    [format.shortDay('en', '2026-01-09'), 'Jan 9'],
    [format.shortDay('en', '2016-01-09'), 'Jan 9, 2016'],
    [format.moment('zh-CN', '2026-01-09T09:04:00'), '1月9日 09:04'],
    [format.moment('en', '2026-01-09T09:04:00'), 'Jan 9, 09:04'],
    [format.moment('en', '2025-01-09T09:04:00'), 'Jan 9, 2025, 09:04'],
    [format.dayRange('en', '2025-12-29', '2026-01-04').replaceAll('\u2009', ' '), 'Dec 29, 2025 – Jan 4, 2026'],
    [format.dayRange('zh-CN', '2025-12-29', '2026-01-04'), '2025年12月29日 – 1月4日'],
    [format.longDay('zh-CN', '2026-01-09', now), '1月9日 星期五'],
    [format.longDay('zh-CN', '2025-01-09', now), '2025年1月9日 星期四'],
    [format.longDay('en', '2026-01-09', now), 'Friday, January 9'],
    [format.longDay('en', '2025-01-09', now), 'Thursday, January 9, 2025'],
    [format.monthTitle('zh-CN', 2026, 1), '2026年1月'],
    [format.count('en', 1688), '1,688'],
    [format.elapsed(72), '1:12'],
    [format.elapsed(3725), '1:02:05'],
    [format.money('en', 0.0123), '0.0123'],
    [format.money('zh-CN', 0.42), '0.42'],
    [en.day.papers('1'), '1 paper'],
    [en.day.papers('1,001'), '1,001 papers'],
    [zhCN.day.papers('24'), '24 篇'],
    [format.moment('en', 'not a date'), 'not a date'],
  ])('%s', (made, expected) => expect(made).toBe(expected));
});
