/** 界面的中文，一个视图一个文件。键与 `en/` 完全一致，由类型检查保证。 */

import * as app from './zh-CN/app';
import * as today from './zh-CN/today';
import * as note from './zh-CN/note';
import * as pane from './zh-CN/pane';
import * as search from './zh-CN/search';
import * as ledger from './zh-CN/ledger';
import * as settings from './zh-CN/settings';
import * as archive from './zh-CN/archive';
import * as insights from './zh-CN/insights';
import * as library from './zh-CN/library';
import * as commands from './zh-CN/commands';

export const zhCN = {
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
