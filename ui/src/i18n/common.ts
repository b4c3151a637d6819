// Generated from src-tauri/engine/src/words.rs by `make types`. Do not edit.

/** What the window says in the same words as the tray, notifications and the command line. */
export const shared = {
  'zh-CN': {
    fetch_now: '立即抓取',
    cancel: '取消',
    pause: '暂停到明天',
    resume: '恢复自动抓取',
    settings: '设置',
    quit: '退出',
    unread: '{n} 篇未读',
    recommended: '{n} 篇推荐',
    stage_fetch: '正在下载公告',
    stage_filter: '正在过滤',
    stage_rank: '正在排序',
    stage_judge: '正在评审',
    stage_deep_read: '正在阅读全文',
    stage_trend: '正在归纳趋势',
    stage_store: '正在保存',
  },
  'en': {
    fetch_now: 'Fetch now',
    cancel: 'Cancel',
    pause: 'Pause until tomorrow',
    resume: 'Resume',
    settings: 'Settings',
    quit: 'Quit',
    unread: '{n} unread',
    recommended: '{n} recommended',
    stage_fetch: 'Downloading the announcement',
    stage_filter: 'Filtering',
    stage_rank: 'Ranking',
    stage_judge: 'Judging',
    stage_deep_read: 'Reading full texts',
    stage_trend: 'Naming trends',
    stage_store: 'Saving',
  },
};
