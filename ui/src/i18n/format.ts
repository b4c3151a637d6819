/** Dates, numbers and durations by locale. Days are `YYYY-MM-DD` and belong to no time zone. */

import type { Language } from '../host';

const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let made = cache.get(key);
  if (!made) cache.set(key, (made = new Intl.DateTimeFormat(language, options)));
  return made;
}

/** The present year, by the clock that the window was given. */
let thisYear = new Date().getFullYear();

/** Tells which year goes without saying. */
export function setYear(year: number): void {
  thisYear = year;
}

const yearOf = (date: Date, zone?: 'UTC') => ((zone ? date.getUTCFullYear() : date.getFullYear()) === thisYear ? {} : ({ year: 'numeric' } as const));

/** Midnight UTC of a day. */
export function dayToDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** `1月9日 星期五`; with the year when it is not the present one. */
export function longDay(language: Language, day: string, now: Date): string {
  const date = dayToDate(day);
  const year = date.getUTCFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  const options = { timeZone: 'UTC', month: 'long', day: 'numeric', ...year } as const;
  if (language === 'zh-CN') {
    const weekday = formatter(language, { timeZone: 'UTC', weekday: 'long' }).format(date);
    return `${formatter(language, options).format(date)} ${weekday}`;
  }
  return formatter(language, { ...options, weekday: 'long' }).format(date);
}

/** `1月9日`; with the year when it is not the present one. */
export function shortDay(language: Language, day: string): string {
  const date = dayToDate(day);
  return formatter(language, { timeZone: 'UTC', month: 'short', day: 'numeric', ...yearOf(date, 'UTC') }).format(date);
}

/** `2026年1月9日`. */
export function shortDayYear(language: Language, day: string): string {
  return formatter(language, { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric' }).format(dayToDate(day));
}

/** `2026年1月`. */
export function monthTitle(language: Language, year: number, month: number): string {
  const date = new Date(Date.UTC(year, month - 1, 1));
  return formatter(language, { timeZone: 'UTC', year: 'numeric', month: 'long' }).format(date);
}

/** `1月`. */
export function monthName(language: Language, month: number): string {
  return formatter(language, { timeZone: 'UTC', month: 'short' }).format(new Date(Date.UTC(2024, month - 1, 1)));
}

/** `1月5日 – 9日`. */
export function dayRange(language: Language, first: string, last: string): string {
  // Chinese would fall back to `1/5 – 1/9`.
  if (language === 'zh-CN') return `${shortDay(language, first)} – ${shortDay(language, last)}`;
  const year = { ...yearOf(dayToDate(first), 'UTC'), ...yearOf(dayToDate(last), 'UTC') };
  return formatter(language, { timeZone: 'UTC', month: 'short', day: 'numeric', ...year }).formatRange(dayToDate(first), dayToDate(last));
}

/** Monday to Sunday, as short as the language allows. */
export function weekdayNames(language: Language, width: 'narrow' | 'short' | 'long'): string[] {
  // 2024-01-01 was a Monday.
  return Array.from({ length: 7 }, (_, i) =>
    formatter(language, { timeZone: 'UTC', weekday: width }).format(new Date(Date.UTC(2024, 0, 1 + i))),
  );
}

/** `周一 09:00` in the reader's own time zone. */
export function weekdayTime(language: Language, moment: Date): string {
  const weekday = formatter(language, { weekday: 'short' }).format(moment);
  return `${weekday} ${clockTime(language, moment)}`;
}

/** `09:04` in the reader's own time zone. */
export function clockTime(language: Language, moment: Date): string {
  return formatter(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(moment);
}

/** `1月9日 09:04` in the reader's own time zone; with the year when it is not the present one. */
export function moment(language: Language, iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const day = formatter(language, { month: 'short', day: 'numeric', ...yearOf(date) }).format(date);
  return `${day}${language === 'zh-CN' ? ' ' : ', '}${clockTime(language, date)}`;
}

/** `1,688`. */
export function count(language: Language, n: number): string {
  return new Intl.NumberFormat(language).format(n);
}

/** Seconds as `1:12` or `1:02:05`. */
export function elapsed(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

/** `0.8 秒`. */
export function seconds(language: Language, n: number): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'long', maximumFractionDigits: 1 }).format(n);
}

/** An amount in the provider's currency, which we are not told. */
export function money(language: Language, amount: number): string {
  const digits = amount < 0.1 ? 4 : 2;
  return new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: digits }).format(amount);
}

/** `one` or `other` by the language's plural rules. */
export function plural(language: Language, n: number, forms: { one: string; other: string }): string {
  return new Intl.PluralRules(language).select(n) === 'one' ? forms.one : forms.other;
}
