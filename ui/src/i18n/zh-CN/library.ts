/** 中文: the library. */

export const library = {
  title: '收藏',
  shelves: '收藏的分类',
  view: { star: '标星', later: '稍后读', note: '笔记', override: '改判', tag: '标签', author: '作者' },
  sort: { newest: '最新', oldest: '最早', title: '标题' },
  none: {
    star: '还没有标星的论文。',
    later: '没有留到以后读的论文。',
    note: '还没有写过笔记。',
    override: '还没有改判过论文。',
    tag: '没有论文带这个标签。',
    author: '已存的研报里没有这位作者的论文。',
  },
  how: {
    star: '读到好的，按 S 标星。',
    later: '现在没空读的，按 L 放到这里。',
    note: '打开一篇论文，按 N 写笔记。',
    override: '不同意结论时，按 1、2、3 改判，推荐会跟着学。',
    tag: '在论文页下方可以加标签。',
    author: '关注的作者一有新论文就会列入研报。',
  },
  tags: '标签',
  authors: '作者',
  find: (name: string) => `查找${name}`,
  more: (n: string) => `还有 ${n} 个`,
  fewer: '收起',
  toToday: '去读今天的',
};
