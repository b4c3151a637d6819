/** 中文: insights. */

export const insights = {
  title: '洞察',
  topics: '方向的起落',
  topicsWhy: (n: string) => `最近 ${n} 周，每根柱是一周`,
  noTopics: '还没有可比较的方向，多读几期就有了。',
  learned: '排序学到的口味',
  learnedWhy: '来自你的星标和改判，以及模型的结论',
  cost: '每月费用',
};
