/** 中文: the ledger. */

export const ledger = {
  title: '账本',
  of: (day: string) => `${day}的公告，每篇论文都有去处`,
  none: '还没有账本',
  noneWhy: '导入的研报没有账本。抓取一天的论文之后，这里会写明每一篇的去向。',
  states: '去向',
  judged: '评审',
  filtered: '过滤',
  failed: '失败',
  byCategory: '按类别',
  category: '类别',
  find: '在账本里找：标题、编号、规则',
  shown: (n: string) => `${n} 篇`,
  nothing: '没有符合的论文。',
  rank: (n: string) => `第 ${n} 名`,
  rule: {
    category: '不在关注的类别',
    'cross-list': '交叉列表',
    replacement: '修订版',
    known: '以前公告过',
    'no include term': '没有必含词',
    exclude: (term: string) => `排除词：${term}`,
    rank: '排在评审名额之外',
  },
};
