/** 中文: commands, keys and the palette. */

import { shared as words } from '../common';

const shared = words['zh-CN'];

export const help = {
  title: '快捷键',
  open: '快捷键',
  groupPaper: '论文',
  groupDay: '日期与视图',
  groupApp: '其他',
  mouse: '鼠标',
  dragBib: '把论文拖出窗口，得到 .bib 文件',
  dragMarkdown: '拖出 .md 文件',
  marks: '月历的记号',
};

export const command = {
  nextPaper: '下一篇',
  previousPaper: '上一篇',
  openPaper: '打开论文',
  star: '标星',
  read: '已读 / 未读',
  later: '稍后读',
  arxiv: '在浏览器打开 arXiv',
  pdf: '在浏览器打开 PDF',
  citation: '复制 BibTeX 引用',
  markdown: '复制论文为 Markdown',
  copyReport: '复制整期研报为 Markdown',
  previousDay: '前一天',
  nextDay: '后一天',
  newestDay: '最新一期',
  today: '今日',
  archive: '归档',
  library: '收藏',
  compareRuns: '比较这一天的几次运行',
  ledger: '账本',
  insights: '洞察',
  search: '搜索',
  note: '写笔记',
  overrideRecommend: '改判为推荐',
  overrideBorderline: '改判为边缘可看',
  overrideSkip: '改判为不推荐',
  judgeAgain: '重新评审',
  apa: '复制 APA 引用',
  gbt7714: '复制 GB/T 7714 引用',
  html: '在浏览器打开 HTML',
  choose: '选中 / 取消选中',
  chooseDown: '向下连选',
  chooseUp: '向上连选',
  chooseAll: '全选',
  menu: '论文菜单',
  markAllRead: '全部标为已读',
  find: '在页面里查找',
  back: '回到上一篇',
  settings: shared.settings,
  guide: '使用引导',
  run: shared.fetch_now,
  cancel: '取消运行',
  undo: '撤销',
  redo: '重做',
  help: '快捷键',
  palette: '命令面板',
  escape: '关闭 / 返回',
  themeLight: '外观：浅色',
  themeDark: '外观：深色',
  themeSystem: '外观：跟随系统',
  languageZh: '界面语言：简体中文',
  languageEn: '界面语言：English',
};

export const palette = {
  label: '命令、日期、方向或论文',
  commands: '命令',
  days: '日期',
  papers: '论文',
  topics: '方向',
  nothing: '没有匹配的命令、日期、方向或论文。',
};

export const find = {
  none: '没有',
  of: (n: string, all: string) => `${n} / ${all}`,
  next: '下一处',
  previous: '上一处',
};
