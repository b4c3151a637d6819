/** A host in memory, for tests and the gallery; no part of what is shipped. Its day is the engine's sample day. */

import sample from '../../../src-tauri/engine/src/sample/day.json';
import type {
  AppError, AppInfo, CommandName, DayCell, DayView, Digest, Failure, Host, Language, Ledger, LedgerPaper, ListedPaper,
  Marks, Origin, Progress, Request, Response, RunOutcome, Tally,
} from './index';

type SamplePaper = (typeof sample.papers)[number];

const noMarks: Marks = { read: false, star: false, later: false };
const empty = { reason: '', translated_title: '', keywords: [], pain_point: '', application_value: '', summary: '', innovations: [] };

function listed(paper: SamplePaper, rank: number, language: Language, isSample: boolean): ListedPaper {
  const fields = 'analysis' in paper ? paper.analysis?.[language] : undefined;
  const failure = 'failure' in paper && paper.failure ? { message: '', next_try: null, ...paper.failure } : null;
  return {
    id: paper.id,
    version: paper.version,
    title: paper.title,
    authors: paper.authors,
    categories: paper.categories,
    announce_type: paper.announce_type as ListedPaper['announce_type'],
    url: `https://arxiv.org/abs/${paper.id}`,
    abstract: paper.abstract,
    comment: ('comment' in paper && paper.comment) || null,
    rank,
    verdict: {
      ...empty,
      ...fields,
      decision: (paper.decision ?? 'skip') as ListedPaper['verdict']['decision'],
      judged_by: failure || !isSample ? 'builtin' : 'sample',
      basis: (paper.basis ?? 'abstract') as ListedPaper['verdict']['basis'],
      flags: paper.flags ?? [],
      score: paper.score ?? 0,
      judged_at: '2026-01-09T09:04:00Z',
    },
    failure: failure as Failure | null,
    marks: noMarks,
  };
}

/** Tallies of a digest that is made of listed papers and of `filtered` more. */
function tallyOf(papers: ListedPaper[], filtered: number): Tally {
  const failed = papers.filter((paper) => paper.failure).length;
  const judged = papers.length - failed;
  return { announced: judged + failed + filtered, judged, filtered, failed };
}

function countsOf(papers: ListedPaper[]): Digest['counts'] {
  const of = (decision: string) => papers.filter((p) => !p.failure && p.verdict.decision === decision).length;
  return { recommend: of('recommend'), borderline: of('borderline'), skip: of('skip') };
}

const order = { recommend: 0, borderline: 1, skip: 2 };

/** The engine's sample day, as its `day` command gives it. */
export function sampleDigest(language: Language, origin: Origin = 'sample', date: string = sample.date): Digest {
  const ranked = sample.papers
    .filter((paper) => paper.state !== 'filtered')
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map((paper, i) => listed(paper, i + 1, language, origin === 'sample'));
  const papers = [
    ...ranked.filter((p) => !p.failure).sort((a, b) => order[a.verdict.decision] - order[b.verdict.decision]),
    ...ranked.filter((p) => p.failure),
  ];
  return {
    date, profile: 'finance-ai', generated_at: `${date}T09:04:00Z`, language, origin,
    judge: origin === 'sample' ? 'sample' : 'builtin', complete: true,
    categories: ['cs.CL', 'cs.AI', 'cs.LG'],
    counts: countsOf(papers),
    ledger: tallyOf(papers, sample.papers.filter((paper) => paper.state === 'filtered').length),
    trends: sample.trends[language],
    papers,
  };
}

/** A digest with other papers, its counts right. */
export function withPapers(digest: Digest, papers: ListedPaper[], filtered = 287): Digest {
  return { ...digest, papers, counts: countsOf(papers), ledger: tallyOf(papers, filtered) };
}

function ledgerOf(digest: Digest): Ledger {
  const tally = digest.ledger ?? tallyOf(digest.papers, 0);
  const papers: LedgerPaper[] = digest.papers.map((paper) => ({
    id: paper.id, title: paper.title, state: paper.failure ? 'failed' : 'judged', rule: paper.failure?.class ?? '',
    reason: paper.verdict.reason, rank: paper.rank,
  }));
  const rules = sample.papers.filter((paper) => paper.state === 'filtered');
  for (let i = 0; i < tally.filtered; i++) {
    const from = rules[i % rules.length];
    const rank = papers.length + 1;
    const rule = i < rules.length ? (from?.rule ?? '') : `rank ${rank} of ${tally.announced}`;
    papers.push({
      id: i < rules.length && from ? from.id : `2601.8${String(i).padStart(4, '0')}`,
      title: from?.title ?? '', state: 'filtered', rule, reason: '', rank: i < rules.length ? null : rank,
    });
  }
  const half = (part: number): Tally => {
    const judged = Math.round(tally.judged * part);
    const filtered = Math.round(tally.filtered * part);
    const failed = Math.round(tally.failed * part);
    return { announced: judged + filtered + failed, judged, filtered, failed };
  };
  return { date: digest.date, ...tally, closed: true, papers, categories: { 'cs.CL': half(0.45), 'cs.AI': half(0.35), 'cs.LG': half(0.2) } };
}

export interface FakeOptions {
  language?: Language;
  theme?: string;
  info?: Partial<AppInfo>;
  /** The stored digests; without any, `day` answers with the sample. */
  digests?: Digest[];
  /** The sample day, when it is to be another than the engine's. */
  sample?: Digest;
  /** arXiv's holidays, and the first day that is not announced yet. */
  holidays?: string[];
  notAnnouncedFrom?: string;
  /** What `run` does; without it, it never ends. */
  run?: (date: string | undefined, tell: (progress: Progress) => void) => Promise<RunOutcome>;
  /** Commands that fail. */
  failing?: Partial<Record<CommandName, AppError>>;
}

export interface FakeHost extends Host {
  /** Every call, in order. */
  calls: { name: CommandName; request: unknown }[];
  tell: (progress: Progress) => void;
  showDay: (date: string) => void;
  digests: Digest[];
}

export function fakeHost(options: FakeOptions = {}): FakeHost {
  const language = options.language ?? 'zh-CN';
  let info: AppInfo = {
    version: '0.1.0', data_dir: '/home/reader/.local/share/arxiv-llm-daily', ui_language: language,
    system_language: language, judge_language: language, theme: options.theme ?? 'light', profile: 'finance-ai',
    profiles: [
      { file: 'finance-ai', name: language === 'en' ? 'Applied AI in finance' : '金融应用 AI', preset: true },
      { file: 'llm-research', name: language === 'en' ? 'LLM research' : '大模型研究', preset: true },
    ],
    categories: ['cs.CL', 'cs.AI', 'cs.LG'], judge: 'builtin', sample: false, fetch_on_start: false, newest_announced: '2026-01-09', running: null, ...options.info,
  };
  const progressListeners = new Set<(progress: Progress) => void>();
  const dayListeners = new Set<(date: string) => void>();
  const digests = [...(options.digests ?? [])];
  const tell = (progress: Progress) => progressListeners.forEach((fn) => fn(progress));

  const sampleView = (): DayView => ({ digest: options.sample ?? sampleDigest(language), previous: null, next: null });

  function view(date?: string): DayView {
    const stored = digests.map((digest) => digest.date).sort();
    const wanted = date ?? stored.at(-1);
    const digest = digests.find((other) => other.date === wanted);
    if (!digest) {
      if (date === undefined) return sampleView();
      const error: AppError = { code: 'not_found', message: `There is no digest of ${date}.`, what_to_do: '' };
      throw error;
    }
    const at = stored.indexOf(digest.date);
    return { digest, previous: stored[at - 1] ?? null, next: stored[at + 1] ?? null };
  }

  function monthOf({ year, month }: Request<'month'>): DayCell[] {
    const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
    return Array.from({ length: days }, (_, i): DayCell => {
      const date = new Date(Date.UTC(year, month - 1, i + 1));
      const name = date.toISOString().slice(0, 10);
      const digest = digests.find((other) => other.date === name);
      if (digest) return { date: name, kind: 'digest', counts: digest.counts, ledger: digest.ledger, origin: digest.origin };
      const kind = [0, 6].includes(date.getUTCDay())
        ? 'weekend'
        : options.holidays?.includes(name)
          ? 'holiday'
          : name >= (options.notAnnouncedFrom ?? '2026-01-12')
            ? 'not_announced'
            : 'missed';
      return { date: name, kind, counts: null, ledger: null, origin: null };
    });
  }

  const marks = new Map<string, Marks>();
  const answers: { [K in CommandName]: (request: Request<K>) => Response<K> | Promise<Response<K>> } = {
    app: () => info,
    day: ({ date }) => view(date),
    sample: sampleView,
    month: monthOf,
    ledger: ({ date }) => ledgerOf(digests.find((digest) => digest.date === date) ?? sampleDigest(language)),
    markdown: () => ({ markdown: '# Arxiv LLM 每日研报\n' }),
    run: ({ date }) => options.run?.(date, tell) ?? new Promise<RunOutcome>(() => {}),
    cancel: () => ({}),
    mark: ({ id, mark, on }) => {
      const next = { ...(marks.get(id) ?? noMarks), [mark]: on };
      marks.set(id, next);
      return next;
    },
    open_link: () => ({}),
    set_setting: ({ key, value }) => {
      if (key === 'ui.language') info = { ...info, ui_language: value };
      if (key === 'ui.theme') info = { ...info, theme: value };
      if (key === 'judge.language') info = { ...info, judge_language: value as Language };
      return info;
    },
    use_profile: ({ file }) => (info = { ...info, profile: file }),
  };

  const calls: FakeHost['calls'] = [];
  return {
    calls,
    tell,
    digests,
    showDay: (date) => dayListeners.forEach((fn) => fn(date)),
    async call(name, request) {
      calls.push({ name, request });
      const failure = options.failing?.[name];
      if (failure) throw failure;
      return await answers[name](request);
    },
    async onProgress(fn) {
      progressListeners.add(fn);
      return () => progressListeners.delete(fn);
    },
    async onShowDay(fn) {
      dayListeners.add(fn);
      return () => dayListeners.delete(fn);
    },
  };
}
