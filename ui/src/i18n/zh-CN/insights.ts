/** 中文: insights. */

export const insights = {
  title: '洞察',
  topics: '方向的起落',
  topicsWhy: (n: string) => `最近 ${n} 周，每根柱是一周`,
  noTopics: '还没有可比较的方向，多读几期就有了。',
  learned: '排序学到的口味',
  learnedWhy: '来自你的星标和改判，以及模型的结论',
  learnedFrom: (own: string, weak: string, model: string) => `来自你的 ${own} 次取舍、${weak} 次阅读与笔记、模型的 ${model} 条结论`,
  reset: '忘掉所学',
  resetSure: '确定忘掉（星标、改判和笔记都还在）',
  forYou: '此刻为你',
  forYouWhy: '最近未读的，按你到目前为止的取舍排',
  cost: '每月费用',
};
