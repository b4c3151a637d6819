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
    usage: '这样不行',
    not_found: '没有找到',
    offline: '连不上网络',
    refused: '对方服务器拒绝了请求',
    unavailable: '对方服务器暂时不可用',
    not_a_feed: '收到的不是 arXiv 的公告',
    broken_file: '有一个文件读不懂',
    disk: '数据文件夹用不了',
    damaged: '数据库已损坏',
    busy: '另一个运行正在进行',
    cancelled: '已取消',
    defect: '应用自己出了错',
  },
  safe: {
    usage: '什么都没有改变。',
    not_found: '已存的研报都在。',
    offline: '已存的研报和你的标记都在，离线也能读。',
    refused: '已存的研报都在，没有存下半截数据。',
    unavailable: '已存的研报都在，没有存下半截数据。',
    not_a_feed: '没有存下任何不完整的数据。',
    broken_file: '原文件没有被改动。',
    disk: '没有覆盖任何东西。',
    damaged: '没有删除任何东西。',
    busy: '两边都不受影响。',
    cancelled: '评审过的论文都留着。',
    defect: '已存的数据没有改动。',
  },
  advice: {
    usage: '请换一种方式再试。',
    not_found: '换一天看看，或者抓取这一天。',
    offline: '检查网络或代理，然后再试。',
    refused: '检查代理、密钥和地址，然后再试。',
    unavailable: '过几分钟再试。',
    not_a_feed: '可能是网络登录页或代理改了内容，换个网络再试。',
    broken_file: '按详情里的提示改好这个文件，然后再试。',
    disk: '检查文件夹的权限和剩余空间，然后再试。',
    damaged: '在「设置 › 数据」里恢复一份备份，或者运行 arxiv-llm-daily restore。',
    busy: '等它结束，然后再试。',
    cancelled: '随时可以接着跑。',
    defect: '再试一次；如果还是这样，请把详情发给我们。',
  },
};

export const closing = {
  title: '要让它在后台继续吗？',
  why: '留在托盘里，到点会自动抓取，有新研报时通知你。退出后要等下次打开才会抓取。',
  keep: '留在托盘',
  quit: shared.quit,
  remember: '以后都这样，不再询问',
};
