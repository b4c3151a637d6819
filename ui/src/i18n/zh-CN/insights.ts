/** 中文: insights. */

export const insights = {
  title: '洞察',
  topics: '方向的起落',
  topicsWhy: (n: string) => `最近 ${n} 周，每根柱是一周`,
  noTopics: '还没有可比较的方向，多读几期就有了。',
  learned: '排序学到的口味',
  learnedWhy: '来自你的星标和改判，以及模型的结论',
  cost: '每月费用',
  keywords: '关键词的起落',
  keywordsWhy: '箭头是后六周比前六周多或少的篇数',
  agreement: '你与评审的一致',
  agreementWhy: '来自你的改判和标星；标星算作推荐',
  percent: (n: string) => `${n}%`,
  agreed: (n: string, all: string) => `你表过态的 ${all} 篇里，有 ${n} 篇和评审想的一样`,
  judgeSaid: '评审说',
  youSaid: (decision: string) => `你说${decision}`,
  byMonth: '逐月的一致程度',
};
