/** 中文: the frame of the window. */

import { shared as words } from '../common';

const shared = words['zh-CN'];

export const app = {
  name: 'Arxiv LLM Daily',
  sign: '研',
  /** 并列成分之间。 */
  comma: '、',
  colon: '：',
  stop: '。',
  loading: '正在打开…',
  undone: (what: string) => `已撤销：${what}`,
  redone: (what: string) => `已重做：${what}`,
  copied: '已复制',
  copyFailed: '没能复制，请手动选取文字',
  linkFailed: '没能打开链接',
  undo: '撤销',
  exported: (path: string) => `已导出到 ${path}`,
  leftOut: (n: string) => `（另有 ${n} 篇还没有评审，未包括在内）`,
  exporting: {
    read: (done: string, total: string) => `正在导出：读取 ${done} / ${total}`,
    write: (done: string, total: string) => `正在导出：写入文件 ${done} / ${total}`,
  },
  stopExport: '停止',
  exportStopped: '已停止导出，写好的文件都是完整的',
  close: '关闭',
  back: '返回列表',
  retry: '再试一次',
  details: '详情',
  copyDetails: '复制详情',
};

export const nav = {
  label: '导航',
  today: '今日',
  archive: '归档',
  search: '搜索',
  library: '收藏',
  kept: (n: string) => `${n} 篇标星`,
  ledger: '账本',
  insights: '洞察',
  settings: shared.settings,
  unread: (n: string) => shared.unread.replace('{n}', n),
  month: '月历',
  resizeSide: '调整侧栏宽度',
  resizePane: '调整论文栏宽度',
};

export const status = {
  next: '下次公告',
  profile: '画像',
};

export const error = {
  headline: {
    usage: shared.error_usage,
    not_found: shared.error_not_found,
    offline: shared.error_offline,
    refused: shared.error_refused,
    unavailable: shared.error_unavailable,
    not_a_feed: shared.error_not_a_feed,
    broken_file: shared.error_broken_file,
    disk: shared.error_disk,
    damaged: shared.error_damaged,
    busy: shared.error_busy,
    cancelled: shared.error_cancelled,
    defect: shared.error_defect,
  },
  safe: {
    usage: shared.error_usage_safe,
    not_found: shared.error_not_found_safe,
    offline: shared.error_offline_safe,
    refused: shared.error_refused_safe,
    unavailable: shared.error_unavailable_safe,
    not_a_feed: shared.error_not_a_feed_safe,
    broken_file: shared.error_broken_file_safe,
    disk: shared.error_disk_safe,
    damaged: shared.error_damaged_safe,
    busy: shared.error_busy_safe,
    cancelled: shared.error_cancelled_safe,
    defect: shared.error_defect_safe,
  },
  advice: {
    usage: shared.error_usage_advice,
    not_found: shared.error_not_found_advice,
    offline: shared.error_offline_advice,
    refused: shared.error_refused_advice,
    unavailable: shared.error_unavailable_advice,
    not_a_feed: shared.error_not_a_feed_advice,
    broken_file: shared.error_broken_file_advice,
    disk: shared.error_disk_advice,
    damaged: shared.error_damaged_advice,
    busy: shared.error_busy_advice,
    cancelled: shared.error_cancelled_advice,
    defect: shared.error_defect_advice,
  },
};

export const closing = {
  title: '要让它在后台继续吗？',
  why: '留在托盘里，到点会自动抓取，有新研报时通知你。退出后要等下次打开才会抓取。',
  keep: '留在托盘',
  quit: shared.quit,
  remember: '以后都这样，不再询问',
};
