/** Every key of `settings.toml`, where it stands in the settings and what it is edited with. */

import type { SettingKey } from '../host';

export const sections = ['reading', 'sources', 'judge', 'network', 'schedule', 'data', 'about'] as const;
export type SettingsSection = (typeof sections)[number];

export type Control = 'switch' | 'choice' | 'text' | 'number' | 'lines' | 'categories' | 'folder';

export interface Place {
  section: SettingsSection;
  control: Control;
  /** Keys that few readers need stand at the end, folded. */
  rare?: boolean;
}

const places: Record<string, Place> = {
  'ui.language': { section: 'reading', control: 'choice' },
  'ui.theme': { section: 'reading', control: 'choice' },
  'judge.language': { section: 'reading', control: 'choice' },
  'judge.max_papers': { section: 'reading', control: 'number' },
  'judge.learn': { section: 'reading', control: 'switch' },
  'ui.close_to_tray': { section: 'reading', control: 'choice' },
  'arxiv.categories': { section: 'sources', control: 'categories' },
  'arxiv.include_cross_lists': { section: 'sources', control: 'switch' },
  'arxiv.include_replacements': { section: 'sources', control: 'switch' },
  'feeds.urls': { section: 'sources', control: 'lines' },
  'arxiv.min_interval_seconds': { section: 'sources', control: 'number', rare: true },
  'arxiv.rss_url': { section: 'sources', control: 'text', rare: true },
  'arxiv.api_url': { section: 'sources', control: 'text', rare: true },
  'arxiv.oai_url': { section: 'sources', control: 'text', rare: true },
  'arxiv.html_url': { section: 'sources', control: 'text', rare: true },
  'judge.deep_read': { section: 'judge', control: 'choice' },
  'judge.budget_per_day': { section: 'judge', control: 'number' },
  'judge.price_input': { section: 'judge', control: 'number' },
  'judge.price_output': { section: 'judge', control: 'number' },
  'judge.engine': { section: 'judge', control: 'choice', rare: true },
  'judge.base_url': { section: 'judge', control: 'text', rare: true },
  'judge.model': { section: 'judge', control: 'text', rare: true },
  'judge.concurrency': { section: 'judge', control: 'number', rare: true },
  'judge.timeout_seconds': { section: 'judge', control: 'number', rare: true },
  'network.proxy': { section: 'network', control: 'text' },
  'schedule.enabled': { section: 'schedule', control: 'switch' },
  'schedule.time': { section: 'schedule', control: 'text' },
  'notifications.enabled': { section: 'schedule', control: 'switch' },
  'notifications.quiet_hours': { section: 'schedule', control: 'text' },
  'notifications.papers_above': { section: 'schedule', control: 'number' },
  'export.vault': { section: 'data', control: 'folder' },
};

/** Edited by its own controls, and not as a key. */
const elsewhere = ['profile.current'];

/** Where a key stands; one that this window does not know is text under "sources, rare", so that it can still be set. */
export function placeOf(key: SettingKey): Place {
  const known = places[key.key];
  if (known) return known.control === 'choice' && !key.options ? { ...known, control: 'text' } : known;
  const control = /^(true|false)$/.test(key.default) ? 'switch' : /^-?[\d.]+$/.test(key.default) ? 'number' : key.default.startsWith('[') ? 'lines' : 'text';
  return { section: 'data', control, rare: true };
}

/** The keys that an error of the settings file is about: it names them, or shows the line that they stand on. */
export function keysNamed(message: string, keys: string[]): string[] {
  const whole = keys.filter((key) => message.includes(key));
  if (whole.length > 0) return whole;
  const line = /^\s*\d+\s*\|\s*([\w.]+)\s*=/m.exec(message)?.[1];
  return line ? keys.filter((key) => key.endsWith(`.${line}`)) : [];
}

const order = Object.keys(places);

/** The keys of a section, in the order in which they are best read. */
export function keysOf(keys: SettingKey[], section: SettingsSection, rare: boolean): SettingKey[] {
  const at = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return keys
    .filter((key) => !elsewhere.includes(key.key))
    .filter((key) => placeOf(key).section === section && (placeOf(key).rare ?? false) === rare)
    .sort((a, b) => at(a.key) - at(b.key));
}
