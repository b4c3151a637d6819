/** 中文: the ledger. */

import { shared as words } from '../common';

const shared = words['zh-CN'];

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
  category: shared.category,
  find: '在账本里找：标题、编号、规则',
  shown: (n: string) => `${n} 篇`,
  nothing: '没有符合的论文。',
  ask: (id: string) => `${id} 去了哪里？`,
  judgeNow: '现在评审',
  judgeAgain: '再评审一次',
  openPaper: '打开论文',
  rank: (n: string) => `第 ${n} 名`,
  rule: {
    category: shared.rule_category,
    'cross-list': shared.rule_cross_list,
    replacement: shared.rule_replacement,
    known: shared.rule_known,
    'no include term': shared.rule_no_include_term,
    exclude: (term: string) => shared.rule_exclude.replace('{n}', term),
    rank: shared.rule_rank,
  },
};
