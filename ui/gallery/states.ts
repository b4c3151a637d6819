/** The states that the gallery shows. */

import type { AppError, Attempt, Digest, FailureClass, Language, ListedPaper } from '../src/host';
import { sampleDigest, withPapers, type FakeOptions } from '../src/host/fake';

export const states = ['stored', 'sample', 'empty', 'running', 'error', 'overfull', 'failed', 'many-authors', 'offline', 'finished', 'bare', 'live', 'unreachable', 'moved', 'broken-settings', 'long', 'crowded', 'new', 'failing-run'] as const;
export type State = (typeof states)[number];

/** The gallery's clock stands still: Friday 2026-01-09, 17:30 in Shanghai. */
export const now = () => new Date('2026-01-09T09:30:00Z');

const offline: AppError = {
  code: 'offline',
  message: 'Cannot reach rss.arxiv.org: dns error: failed to lookup address information',
  what_to_do: 'Check the network or [network] proxy in settings.toml, then run again.',
};

const fetches = { scheduled: true };

function marked(digest: Digest): Digest {
  const papers = digest.papers.map((paper, i) => ({
    ...paper,
    marks: { read: [0, 3, 4, 9].includes(i), star: [0, 4].includes(i), later: i === 2 },
    note: [0, 4].includes(i),
    override: i === 3 ? ('borderline' as const) : null,
    tags: i === 0 ? ['推理效率', 'reproduce'] : [],
    revision: i === 5 ? { version: 3, previous: 1, first_announced: '2025-11-04' } : null,
    version: i === 5 ? 3 : paper.version,
    announce_type: i === 5 ? ('replace' as const) : paper.announce_type,
    withdrawn: i === 6,
    verdict: { ...paper.verdict, basis: i % 3 === 0 ? ('full_text' as const) : paper.verdict.basis },
  }));
  return { ...digest, papers };
}

const notes: Record<Language, string[]> = {
  'zh-CN': [
    '先在资讯流的离线日志上复现。',
    '先在资讯流的离线日志上复现：历史长度 500 / 1000 / 2000 三档对比。\n\n- [ ] 找作者要代码\n- [x] 看附录 B 的停止准则 $\\tau$\n\n> 训练目标不变，**这一点最值钱**。',
  ],
  en: [
    'Reproduce on the offline logs first.',
    'Reproduce on the offline logs first: history lengths 500 / 1000 / 2000.\n\n- [ ] ask for the code\n- [x] appendix B on the stopping rule $\\tau$\n\n> The objective does not change; **that is what counts**.',
  ],
};

/** A week of stored days; each has its own share of verdicts. */
function stored(language: Language): Digest[] {
  return ['2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-01-09'].map((date, i) => {
    const digest = marked(sampleDigest(language, 'run', date));
    const papers = digest.papers.filter((_, n) => (n * 7 + i * 3) % 11 > i);
    return date === '2026-01-09' ? withPapers(digest, digest.papers) : withPapers(digest, papers);
  });
}

function overfull(digest: Digest): Digest {
  const papers = Array.from({ length: 800 }, (_, i): ListedPaper => {
    const paper = digest.papers[i % digest.papers.length] as ListedPaper;
    return { ...paper, id: `2601.${String(10000 + i)}`, rank: i + 1, failure: null };
  });
  return withPapers(digest, papers, 412);
}

const classes: FailureClass[] = ['timeout', 'invalid_answer', 'refused', 'budget', 'unauthorized'];

function failed(digest: Digest): Digest {
  return withPapers(
    digest,
    digest.papers.map((paper, i) =>
      i % 8 === 5
        ? { ...paper, verdict: { ...paper.verdict, judged_by: 'builtin' }, failure: { class: classes[i % classes.length] ?? 'timeout', message: 'HTTP 504 from api.example.org: upstream request timeout', next_try: '2026-01-10T01:00:00Z' } }
        : { ...paper, verdict: { ...paper.verdict, judged_by: 'deepseek-v3', basis: i % 3 ? paper.verdict.basis : 'full_text', flags: i === 1 ? ['injection'] : [] } },
    ),
  );
}

function manyAuthors(digest: Digest): Digest {
  const names = Array.from({ length: 3000 }, (_, i) => `Author Number-${i + 1}`);
  return withPapers(
    digest,
    digest.papers.map((paper, i) => ({
      ...paper,
      authors: i === 0 ? names.slice(0, 42) : i === 1 ? names : i === 2 ? [] : paper.authors,
      title: i === 1 ? `${paper.title} ${paper.title}: ${paper.title} with $\\mathcal{O}(n \\log n)$ Time` : i === 2 ? 'Y' : paper.title,
    })),
  );
}

/** What the built-in judge knows: no translation, a few words. */
function bare(digest: Digest): Digest {
  return withPapers(
    digest,
    digest.papers.map((paper) => ({
      ...paper,
      verdict: { ...paper.verdict, judged_by: 'builtin', translated_title: '', pain_point: '', application_value: '', summary: paper.abstract.split('. ')[0] ?? '', innovations: [] },
    })),
  );
}

const longWord = 'Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2);

/** Everything as long as it can get: titles, names, reasons, tags, numbers. */
function long(digest: Digest, language: Language): Digest {
  const zh = language === 'zh-CN';
  const title = 'A Very Long Title, of the Kind That Lists Every Contribution: Unified, Scalable, Calibrated and Provably Sample-Efficient Retrieval-Augmented Reasoning with $\\mathcal{O}(n \\log n)$ Memory for Multilingual, Multimodal and Long-Horizon Tool-Using Agents in Regulated Financial Environments: A Benchmark, a Method and a Year-Long Deployment Study';
  const translated = zh ? '一个把全部贡献都写进去的超长标题：面向强监管金融场景、支持多语言多模态与长程工具调用的智能体，其统一、可扩展、经过校准且可证明样本高效的检索增强推理方法，附评测基准与为期一年的线上部署研究' : '';
  const reason = zh ? '它同时覆盖了检索增强、长程记忆与成本控制三条主线：方法部分给出了可证明的上界，实验在六个公开数据集和一套线上系统上完成，消融也足够细；美中不足的是线上部分只报告了相对提升，没有给出绝对数字，代码也要等到录用之后才会公开。' : 'It covers retrieval, long-term memory and cost at once: the method comes with a bound that is proved, the experiments span six public data sets and one live system, and the ablations are fine-grained; what is missing are absolute numbers for the live part, and the code comes only after acceptance.';
  const tags = zh ? ['推理效率', '要复现', '下周组会', '检索增强生成与长程记忆的交叉方向', 'agent', '金融文档', '待讨论', 'baseline', '基准', '已发给同事'] : ['inference', 'reproduce', 'reading group', 'where retrieval meets long-term memory', 'agents', 'filings', 'to discuss', 'baseline', 'benchmark', 'sent to colleagues'];
  const trend = digest.trends[0];
  const papers = digest.papers.map((paper, i): ListedPaper => {
    if (i === 0)
      return {
        ...paper, title, version: 12, tags, comment: 'Accepted at the 64th Annual Meeting; 48 pages, 31 figures, 22 tables; code at https://example.org/a/very/long/path/to/the/code/of/the/paper/that/does/not/end',
        authors: Array.from({ length: 40 }, (_, n) => (n % 7 === 3 ? `Maximiliane von und zu Hohenstein-Wittgenstein ${n + 1}` : `Author Number-${n + 1}`)),
        categories: ['cs.CL', 'cs.AI', 'cs.LG', 'cs.IR', 'cs.MA', 'stat.ML', 'q-fin.CP', 'econ.EM'], code_links: ['https://github.com/example/a-repository-with-a-long-name-for-a-paper-with-a-long-title', 'https://gitlab.com/example/another', 'https://huggingface.co/example/a-third'],
        verdict: { ...paper.verdict, judged_by: 'accounts/example/models/deepseek-v3-0324-instruct-turbo-fp8', translated_title: translated, reason, keywords: [...paper.verdict.keywords, ...tags], innovations: Array.from({ length: 8 }, () => reason), flags: ['injection'] },
      };
    if (i === 1) return { ...paper, title: longWord, authors: [longWord], tags: [longWord], verdict: { ...paper.verdict, translated_title: zh ? translated + translated : '', reason: longWord } };
    if (i === 2) return { ...paper, id: 'feed:9f2c', version: 0, title: '某研究院技术博客：把检索增强生成做进研报系统的十二条经验教训与一份可以直接照抄的工程清单', categories: [], verdict: { ...paper.verdict, translated_title: '' } };
    return paper;
  });
  return {
    ...withPapers(digest, papers, 12_345), profile: 'profile-0',
    trends: Array.from({ length: 12 }, (_, i) => ({ ...(digest.trends[i % digest.trends.length] ?? trend!), title: i === 1 ? title : (digest.trends[i % digest.trends.length]?.title ?? ''), observation: i === 2 ? reason + reason : (digest.trends[i % digest.trends.length]?.observation ?? '') })),
  };
}

/** Ten years of days, hundreds of tags and authors, forty profiles. */
function crowded(base: FakeOptions, friday: Digest, language: Language): FakeOptions {
  const zh = language === 'zh-CN';
  const tagged = friday.papers.map((paper, i) => ({
    ...paper,
    marks: { ...paper.marks, star: i % 2 === 0, later: i % 3 === 0 },
    tags: Array.from({ length: i < 60 ? 5 : 0 }, (_, n) => `${zh ? ['推理', '检索', '智能体', '量化', '评测'][n] : ['reasoning', 'retrieval', 'agents', 'quantization', 'evaluation'][n]}-${(i * 5 + n) % 300}`),
  }));
  const days = Array.from({ length: 3650 }, (_, i) => new Date(Date.UTC(2016, 0, 4) + i * 86_400_000)).filter((day) => ![0, 6].includes(day.getUTCDay()));
  const older = days.map((day, i) => {
    const recommend = (i * 7 + ((i * i) % 13)) % 41;
    return { ...friday, date: day.toISOString().slice(0, 10), papers: [], trends: [], counts: { recommend, borderline: (i * 5) % 30, skip: (i * 3) % 25 }, origin: i % 9 ? friday.origin : ('import' as const), ledger: i % 9 ? { ...friday.ledger!, failed: i % 11 ? 0 : 3, announced: friday.ledger!.announced + (i % 11 ? -friday.ledger!.failed : 3 - friday.ledger!.failed) } : null };
  });
  return {
    ...base,
    digests: [...older.filter(({ date }) => date < '2026-01-05'), ...(base.digests ?? []).slice(0, -1), withPapers(friday, tagged)],
    followed: [...new Set(friday.papers.flatMap(({ authors }) => authors))],
    attempts: { '2026-01-07': Array.from({ length: 14 }, (_, i) => ({ ...runs[i % 2]!, attempt: i + 1 })) },
    info: { profiles: Array.from({ length: 40 }, (_, i) => ({ file: i === 0 ? 'finance-ai' : `profile-${i}`, name: zh ? `${['检索与推荐', '强监管金融场景下的可信大模型与智能体应用研究', '多模态'][i % 3]} ${i + 1}` : `${['Retrieval', 'Trustworthy language models and agents in regulated financial environments', 'Multimodal'][i % 3]} ${i + 1}`, preset: i < 4 })) },
  };
}

/** A day that was judged twice. */
const runs: Attempt[] = ['builtin', 'deepseek-chat'].map((judge, i) => ({
  attempt: i + 1, generated_at: `2026-01-09T0${i + 1}:04:00Z`, judge, origin: 'run', counts: { recommend: 22 + i, borderline: 19, skip: 19 },
}));

export function optionsOf(state: State, language: Language): FakeOptions {
  const week = stored(language);
  const friday = week.at(-1) as Digest;
  const before = week.slice(0, -1);
  const best = friday.papers[0] as ListedPaper;
  const base: FakeOptions = {
    digests: week, holidays: ['2026-01-01'], notAnnouncedFrom: '2026-01-12', now,
    attempts: { '2026-01-07': runs },
    notes: { [best.id]: notes[language] }, followed: [best.authors[1] ?? ''],
  };
  const withFriday = (digest: Digest): FakeOptions => ({ ...base, digests: [...before, digest] });
  switch (state) {
    case 'stored':
      return base;
    case 'sample':
      return { ...base, digests: [], info: { sample: true } };
    case 'offline':
      return { ...base, digests: [], ...fetches, run: () => Promise.reject(offline) };
    case 'empty':
      return withFriday({ ...withPapers(friday, [], 347), trends: [] });
    case 'running':
      return {
        ...base,
        digests: before,
        ...fetches,
        run: (_, tell) =>
          new Promise(() => tell({ event: 'stage', stage: 'judge', date: '2026-01-09', done: 23, total: 60, elapsed_seconds: 72, cost: 0.42 })),
      };
    case 'live':
      return {
        ...base,
        digests: before,
        ...fetches,
        run: (_, tell) =>
          new Promise(() => {
            for (const paper of friday.papers.slice(0, 12)) tell({ event: 'verdict', date: '2026-01-09', paper });
            tell({ event: 'stage', stage: 'judge', date: '2026-01-09', done: 12, total: 60, elapsed_seconds: 31, cost: 0.12 });
          }),
      };
    case 'finished':
      return {
        ...base,
        digests: before,
        ...fetches,
        run: () => Promise.resolve({ date: '2026-01-09', closed: true, changed: false, empty: null, caught_up: [], remarks: [], announced: 347, judged: 60, filtered: 287, failed: 0 }),
      };
    case 'error':
      return { ...base, failing: { app: { code: 'disk', message: 'Cannot open /data/reader.db: database disk image is malformed', what_to_do: 'Restore a backup.' } } };
    case 'overfull':
      return withFriday(overfull(friday));
    case 'failed':
      return withFriday(failed(friday));
    case 'many-authors':
      return withFriday(manyAuthors(friday));
    case 'unreachable':
      return { ...base, network: offline };
    case 'moved':
      return { ...base, info: { old_copy: '/home/reader/old/arxiv-llm-daily' } };
    case 'broken-settings':
      return { ...base, broken: { code: 'broken_file', message: '/home/reader/.local/share/arxiv-llm-daily/settings.toml: line 12: expected a value', what_to_do: 'Mend the line.' } };
    case 'long':
      return {
        ...withFriday(long(friday, language)),
        followed: ['Author Number-38'], notes: { [best.id]: [...notes[language], `${notes[language][1]}\n\n${longWord}\n\n${Array.from({ length: 30 }, () => notes[language][0]).join('\n\n')}`] },
        info: { profiles: [{ file: 'profile-0', name: language === 'en' ? 'Trustworthy language models and agents in regulated financial environments' : '强监管金融场景下的可信大模型与智能体应用研究（含量化与合规）', preset: false }], profile: 'profile-0' },
      };
    case 'crowded':
      return crowded(base, friday, language);
    case 'new':
      return { ...base, digests: [], notes: {}, followed: [] };
    case 'failing-run':
      return { ...base, ...fetches, run: () => Promise.reject({ ...offline, message: `${offline.message}: ${longWord}: ${Array.from({ length: 12 }, () => 'proxy CONNECT aborted after 30 s').join('; ')}` }) };
    case 'bare':
      return withFriday(bare(friday));
  }
}
