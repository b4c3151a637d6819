/**
 * Commands that the engine is getting, written by hand after its contract. The generated `api.ts` takes this file's place:
 * delete it, and the lines that name it in `index.ts`, as soon as `make types` has written the same there.
 */

import type * as api from './api';

export type AppInfo = api.AppInfo & {
  /** Whether nothing was ever set or stored in this data folder. */
  first_run?: boolean;
};

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

/** One of arXiv's categories. */
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

export interface NextCommands {
  app: { request: api.Nothing; response: AppInfo };
  settings: { request: api.Nothing; response: SettingsView };
  profile: { request: { file: string }; response: ProfileText & { file: string; preset: boolean } };
  save_profile: { request: { file: string; profile: ProfileText }; response: api.AppInfo };
  new_profile: { request: { name: string; from: string }; response: api.AppInfo };
  delete_profile: { request: { file: string }; response: api.AppInfo };
  taxonomy: { request: api.Nothing; response: Category[] };
  seed_profile: { request: { text: string }; response: Seed };
}
