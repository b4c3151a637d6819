/** The window's English, a file for each view. Keys equal those of `zh-CN/`, which the type checks. */

import * as app from './en/app';
import * as today from './en/today';
import * as note from './en/note';
import * as pane from './en/pane';
import * as search from './en/search';
import * as ledger from './en/ledger';
import * as settings from './en/settings';
import * as archive from './en/archive';
import * as insights from './en/insights';
import * as library from './en/library';
import * as commands from './en/commands';
import type { Messages } from './index.svelte';

export const en: Messages = {
  ...app,
  ...today,
  ...pane,
  ...note,
  ...search,
  ...ledger,
  ...settings,
  ...archive,
  ...insights,
  ...library,
  ...commands,
};
