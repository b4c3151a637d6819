/** 中文: commands, keys and the palette. */

export const help = {
  title: '快捷键',
  open: '快捷键',
  groupPaper: '论文',
  groupDay: '日期与视图',
  groupApp: '其他',
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
  ledger: '账本',
  settings: '设置',
  run: '立即抓取',
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
  label: '命令、日期或论文',
  commands: '命令',
  days: '日期',
  papers: '论文',
  nothing: '没有匹配的命令、日期或论文。',
};
