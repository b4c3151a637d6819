/** The states that the gallery shows. */

import type { AppError, Attempt, Digest, FailureClass, Language, ListedPaper } from '../src/host';
import { sampleDigest, withPapers, type FakeOptions } from '../src/host/fake';

export const states = ['stored', 'sample', 'empty', 'running', 'error', 'overfull', 'failed', 'many-authors', 'offline', 'finished', 'bare', 'live', 'unreachable', 'moved', 'broken-settings'] as const;
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
    case 'bare':
      return withFriday(bare(friday));
  }
}
