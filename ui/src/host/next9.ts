/**
 * Commands that other parts of the engine bring, written by hand after what it generates there. Like `next.ts`, the
 * generated `api.ts` takes this file's place.
 */

import type * as api from './api';
import type { ListedPaper } from './next';

type Decision = api.Decision;
type Nothing = api.Nothing;

export type Destination =
  | { to: 'today' }
  | { to: 'day'; date: string }
  | { to: 'paper'; id: string }
  | { to: 'search'; query: string }
  | { to: 'settings' };

export type DayKind = api.DayKind | 'unconfirmed';
export type DayCell = Omit<api.DayCell, 'kind'> & {
  kind: DayKind;
  /** Listed papers that are read. */
  read: number;
  /** How often the day was made. */
  attempts: number;
};

export interface Attempt {
  attempt: number;
  generated_at: string;
  judge: string;
  origin: api.Origin;
  counts: api.Counts;
}

export interface Comparison {
  changed: { id: string; title: string; before: Decision; after: Decision; reason_before: string; reason_after: string }[];
  only_a: { id: string; title: string }[];
  only_b: { id: string; title: string }[];
  /** Papers that both judged alike. */
  same: number;
}

export interface WordChange {
  word: string;
  count: number;
  before: number;
}

export interface Rollup {
  kind: 'week' | 'month';
  first: string;
  last: string;
  title: string;
  markdown: string;
  days: number;
  papers: number;
  counts: api.Counts;
  rose: WordChange[];
  fell: WordChange[];
  first_seen: WordChange[];
  best: { date: string; paper: ListedPaper }[];
}

export type LibraryView = 'star' | 'later' | 'note' | 'override' | 'tag' | 'author';
export type LibrarySort = 'newest' | 'oldest' | 'title';

export interface ListedOn {
  date: string | null;
  /** False for a paper that was never judged: its verdict then says nothing. */
  judged: boolean;
  paper: ListedPaper;
}

export interface ScheduleView {
  enabled: boolean;
  time: string;
  next_due: string | null;
  paused_until: string | null;
  start_at_login: boolean | null;
  last: { at: string; outcome: string; message: string } | null;
}

export type ProviderKind = 'openai' | 'ollama';

export interface ProviderInfo {
  id: string;
  name: string;
  kind: ProviderKind;
  base_url: string;
  models: string[];
  local: boolean;
  key_needed: boolean;
  key_url: string | null;
}

export interface FoundServer {
  name: string;
  kind: ProviderKind;
  base_url: string;
  models: string[];
}

export interface KeyStatus {
  stored: boolean;
  from: string | null;
  /** `ok`, or why the keychain cannot be used. */
  keychain: string;
  /** Scheme, host and port: what the key is bound to. */
  place: string;
}

export interface ConnectionTest {
  steps: {
    name: 'reachable' | 'authorised' | 'model' | 'structured' | 'context' | 'cost';
    state: 'ok' | 'failed' | 'unknown' | 'skipped';
    detail: string;
  }[];
  ok: boolean;
}

export interface UsageReport {
  rows: { day: string; model: string; purpose: string; requests: number; input_tokens: number; output_tokens: number; cost: number }[];
  total_cost: number;
  today_cost: number;
  /** 0 is no cap. */
  budget: number;
}

export interface Backup {
  path: string;
  at: string;
  bytes: number;
  kind: 'daily' | 'weekly' | 'before' | 'asked';
  papers: number;
  digests: number;
  notes: number;
}

export interface Checkup {
  checks: { name: string; state: 'ok' | 'warning' | 'bad'; found: string; what_to_do: string | null }[];
  ok: boolean;
}

export interface ImportDone {
  completed: number;
  incomplete: number;
  problem?: api.Error;
  imported: { path: string; date: string; attempt: number; papers: number; said: string[] }[];
  unchanged: string[];
  refused: { path: string; reason: string; named: boolean }[];
  skipped: string[];
}

/** One key of `settings.toml`. */
export interface SettingKey {
  key: string;
  /** As TOML. */
  value: string;
  default: string;
  /** The values that it may have, when they are few. */
  options: string[] | null;
}

export interface SettingsView {
  path: string;
  keys: SettingKey[];
  /** What is wrong with the file, when it cannot be read; the settings of before go on. */
  broken: api.Error | null;
}

export interface ProfileText {
  name: string;
  role: string;
  focus: string[];
  exclude: string[];
  include_terms: string[];
  exclude_terms: string[];
  authors: string[];
  categories: string[];
  shares: number[];
}

export type FilterProfile = Pick<ProfileText, 'include_terms' | 'exclude_terms' | 'authors' | 'categories'>;

export interface Preview {
  days: number;
  papers: number;
  out: { id: string; title: string; date: string; rule: string }[];
  let_in: { id: string; title: string; date: string; rule: string }[];
  out_total: number;
  let_in_total: number;
}

export interface Category {
  id: string;
  name: string;
  group: string;
}

export interface Seed {
  focus: string[];
  include_terms: string[];
  categories: string[];
  /** How many papers it was made from. */
  papers: number;
}

export interface MoreCommands {
  month: { request: api.MonthRequest; response: DayCell[] };

  // archive
  year: { request: { year: number }; response: DayCell[] };
  attempts: { request: { date: string }; response: Attempt[] };
  compare: { request: { date: string; a: number; b: number }; response: Comparison };
  rollup: { request: { kind: 'week' | 'month'; date: string }; response: Rollup };

  // library
  library: {
    request: { view: LibraryView; value?: string; sort?: LibrarySort; offset: number; limit: number };
    response: { total: number; papers: ListedOn[] };
  };

  // schedule and window
  schedule: { request: Nothing; response: ScheduleView };
  pause: { request: { on: boolean }; response: ScheduleView };
  set_start_at_login: { request: { on: boolean }; response: ScheduleView };
  close: { request: { keep: boolean; remember: boolean }; response: Nothing };
  painted: { request: Nothing; response: Nothing };

  // model
  providers: { request: Nothing; response: ProviderInfo[] };
  find_servers: { request: Nothing; response: FoundServer[] };
  models: { request: { kind: ProviderKind; base_url: string }; response: { models: string[]; problem: string | null } };
  test_connection: { request: { kind?: ProviderKind; base_url?: string; model?: string }; response: ConnectionTest };
  key_status: { request: { base_url?: string }; response: KeyStatus };
  set_key: { request: { base_url: string; key: string | null }; response: KeyStatus };
  usage: { request: { since?: string; until?: string }; response: UsageReport };

  // data
  backup: { request: { path?: string }; response: Backup };
  backups: { request: Nothing; response: Backup[] };
  restore: { request: { path: string }; response: { kept_as: string; brought_back: string[]; left: string[] } };
  doctor: { request: Nothing; response: Checkup };
  import_reports: { request: { paths: string[] }; response: ImportDone };

  // settings
  settings: { request: Nothing; response: SettingsView };
  profile: { request: { file: string }; response: ProfileText & { file: string; preset: boolean } };
  save_profile: { request: { file: string; profile: ProfileText }; response: import('./next').AppInfo };
  new_profile: { request: { name: string; from: string }; response: import('./next').AppInfo };
  delete_profile: { request: { file: string }; response: import('./next').AppInfo };
  preview_filter: { request: { profile: FilterProfile; file?: string }; response: Preview };
  taxonomy: { request: Nothing; response: Category[] };
  seed_profile: { request: { text: string }; response: Seed };
}
