/** 中文: a day. */

import { spaced } from '../words';
import { shared as words } from '../common';

const shared = words['zh-CN'];

export const decision = {
  recommend: '推荐',
  borderline: '边缘可看',
  skip: '不推荐',
  failed: '未能评审',
};

export const day = {
  previous: '前一天',
  next: '后一天',
  newest: '看最新一期',
  sampleMark: '示例',
  sampleBanner: shared.sample,
  fetchToday: '抓取今日论文',
  fetchNow: shared.fetch_now,
  fetchThis: '抓取这一天',
  copyReport: '复制研报',
  announced: shared.announced,
  judged: shared.judged,
  filtered: shared.filtered,
  failed: shared.failed,
  closed: '账本已平',
  open_: '账本未平',
  openLedger: '查看账本：每篇论文的去向',
  reconstructed: '由 OAI-PMH 重建',
  reconstructedWhy: shared.reconstructed,
  noLedger: '导入的研报，没有账本',
  incomplete: '上次运行没有跑完，已评审的都在。',
  resume: '接着跑完',
  distribution: '推荐分布',
  showOnly: (what: string) => `只看${what}`,
  trends: '今日趋势',
  trendCount: (n: string) => `${n} 个方向`,
  trendPapers: (n: string) => `${n} 篇`,
  moreTrends: (n: string) => `另外 ${n} 个方向`,
  trendHint: '点一下只看这个方向，再点一下恢复',
  papers: (n: string) => `${n} 篇`,
  papersOf: (shown: string, all: string) => `${shown} / ${all} 篇`,
  clearFilter: '显示全部',
  filteredTo: (what: string) => `只看：${what}`,
  nothingLeft: '这里没有符合筛选的论文。',
  noneJudged: '这一天没有论文通过过滤。账本里写着每一篇的去向。',
  whereEach: '看每一篇的去向',
  colophonImported: (when: string) => `导入的研报，写于 ${when}`,
  colophon: (judge: string, profile: string, when: string) => `由${spaced(judge)}依据画像「${profile}」写成，${when}`,
  categories: (list: string) => `关注类别 ${list}`,
};

export const failedSection = {
  retry: '重试这些论文',
  intro: (n: string) => `${n} 篇没有得到所选评审的结论，下面显示的是内置评审的结论，仅供参考。`,
  builtin: (decision: string) => `内置结论：${decision}`,
  nextTry: (when: string) => `${when} 之后可以重试`,
};

export const failure = {
  timeout: { title: shared.failure_timeout, fix: '模型可能太忙，稍后重试；总是超时就调大 judge.timeout_seconds。' },
  unreachable: { title: shared.failure_unreachable, fix: '检查网络和 judge.base_url，再重新抓取。' },
  unauthorized: { title: shared.failure_unauthorized, fix: '检查 API 密钥是否有效、余额是否充足。' },
  bad_request: { title: shared.failure_bad_request, fix: '检查 judge.model 的名字，以及该模型的上下文长度。' },
  rate_limited: { title: shared.failure_rate_limited, fix: '稍后重试；经常出现就调小 judge.concurrency。' },
  provider_error: { title: shared.failure_provider_error, fix: '这是对方的故障，稍后重试。' },
  invalid_answer: { title: shared.failure_invalid_answer, fix: '重试一次；总是这样就换一个模型。' },
  refused: { title: shared.failure_refused, fix: '再问多半还是拒绝，可以直接读原文。' },
  budget: { title: shared.failure_budget, fix: '明天再重试；想现在评审就调高 judge.budget_per_day。' },
  cancelled: { title: shared.failure_cancelled, fix: '重新抓取会从这里接着评审。' },
};

export const paper = {
  unread: '未读',
  read: '已读',
  star: '标星',
  unstar: '取消星标',
  later: '稍后读',
  flagged: '有警告',
  list: '论文',
};

export const run = {
  fetch: shared.stage_fetch,
  filter: shared.stage_filter,
  rank: shared.stage_rank,
  judge: shared.stage_judge,
  deep_read: shared.stage_deep_read,
  trend: shared.stage_trend,
  store: shared.stage_store,
  starting: '正在开始',
  elapsed: (time: string) => `已用 ${time}`,
  cost: (amount: string) => `费用 ${amount}`,
  estimate: (amount: string) => `预计 ${amount}`,
  of: (done: string, total: string) => `${done} / ${total}`,
  watch: (n: string) => `看已到的 ${n} 篇`,
  cancel: shared.cancel,
  cancelling: '正在取消…',
  kept: '已完成的部分会保留。',
  ready: (day: string, n: string) => `${day}的研报好了，评审 ${n} 篇。`,
  readyFailed: (n: string) => `其中 ${n} 篇未能评审，已单独列出。`,
  upToDate: (day: string) => `${day} 已是最新一期，没有新公告。`,
  empty: (day: string, title: string) => `${day}：${title}。`,
  caughtUp: (days: string, n: string) => `还补上了${days}，评审 ${n} 篇。`,
  missedDays: (n: string) => `漏掉的 ${n} 天`,
  vault: (why: string) => `研报已存好，但没能写进笔记库：${why}`,
  show: '打开看看',
  cancelled: '已取消。评审过的论文都留着。',
  goOn: '接着跑',
  dismiss: '知道了',
};

export const empty = {
  weekend: { title: '周末没有公告', why: 'arXiv 只在周一到周五发布公告，周末投稿会并入周一。' },
  holiday: { title: 'arXiv 放假', why: '这一天是 arXiv 的假日，没有公告，投稿会并入下一期。' },
  not_announced: { title: '尚未公告', why: 'arXiv 还没有发布这一天的公告。' },
  missed: { title: '这一天没有抓取', why: 'arXiv 发布了公告，但应用没有抓取。' },
  unconfirmed: { title: '还不能确定', why: '没能确认 arXiv 这一天有没有公告。可能是延迟发布，也可能是假日。' },
  nothing: { title: '当天没有公告', why: '每日源和 OAI-PMH 都没有这一天所关注类别的列表。' },
  digest: { title: '这一天有研报', why: '' },
  next: (when: string) => `下一期大约在${spaced(when)}。`,
};

export const calendar = {
  label: (month: string) => `${month} 月历`,
  previous: '上个月',
  next: '下个月',
  digest: (n: string) => shared.recommended.replace('{n}', n),
  failed: (n: string) => `${n} 篇未能评审`,
  weekend: '周末，无公告',
  holiday: 'arXiv 假日，无公告',
  not_announced: '尚未公告',
  missed: '未抓取',
  unconfirmed: '尚未核实',
  sample: '示例',
  imported: '导入的研报',
  selected: '当前',
  today: '今天',
};

export const batch = {
  label: '选中的论文',
  chosen: (n: string) => `已选 ${n} 篇`,
  clear: '取消选择',
  all: '全选',
  markAllRead: '全部标为已读',
  allRead: '全都读过了',
  marked: {
    star: (n: string) => `已给 ${n} 篇标星`,
    unstar: (n: string) => `已去掉 ${n} 篇的星标`,
    read: (n: string) => `已将 ${n} 篇标为已读`,
    unread: (n: string) => `已将 ${n} 篇标为未读`,
    later: (n: string) => `已将 ${n} 篇加入稍后读`,
    unlater: (n: string) => `已将 ${n} 篇移出稍后读`,
  },
};

export const badge = {
  note: '有笔记',
  fullText: '依据全文评审',
  override: (what: string) => `你改判为${what}`,
  revision: (version: string) => `修订 ${version}`,
  withdrawn: '已撤稿',
  chosen: '已选',
};
