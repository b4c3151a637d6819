/** A host in memory, for tests and the gallery; no part of what is shipped. Its day is the engine's sample day. */

import type { AppError, AppInfo, CommandName, Digest, Host, Language, Progress, RunOutcome } from '../index';
import { dayAnswers, type DayOptions } from './days';
import { sampleDigest } from './digests';
import { paperAnswers } from './papers';
import { readerAnswers, type ReaderOptions } from './reader';
import { reportAnswers, type ReportOptions } from './report';
import { searchAnswers } from './search';
import type { Answers, World } from './world';

export { sampleDigest, withPapers } from './digests';

export interface FakeOptions extends DayOptions, ReaderOptions, ReportOptions {
  language?: Language;
  theme?: string;
  info?: Partial<AppInfo>;
  /** The stored digests; without any, `day` answers with the sample. */
  digests?: Digest[];
  /** The sample day, when it is to be another than the engine's. */
  sample?: Digest;
  now?: () => Date;
  /** What `run` does; without it, it never ends. */
  run?: (date: string | undefined, tell: (progress: Progress) => void) => Promise<RunOutcome>;
  /** Commands that fail. */
  failing?: Partial<Record<CommandName, AppError>>;
  /** Commands with answers of their own. */
  answers?: Partial<Answers>;
}

export interface FakeHost extends Host {
  /** Every call, in order. */
  calls: { name: CommandName; request: unknown }[];
  tell: (progress: Progress) => void;
  showDay: (date: string) => void;
  digests: Digest[];
  /** Commands that fail from now on. */
  failing: Partial<Record<CommandName, AppError>>;
}

function appAnswers(options: FakeOptions, language: Language): Pick<Answers, 'app' | 'set_setting' | 'use_profile'> {
  let info: AppInfo = {
    version: '0.1.0', data_dir: '/home/reader/.local/share/arxiv-llm-daily', ui_language: language,
    system_language: language, judge_language: language, theme: options.theme ?? 'light', profile: 'finance-ai',
    profiles: [
      { file: 'finance-ai', name: language === 'en' ? 'Applied AI in finance' : '金融应用 AI', preset: true },
      { file: 'llm-research', name: language === 'en' ? 'LLM research' : '大模型研究', preset: true },
    ],
    categories: ['cs.CL', 'cs.AI', 'cs.LG'], judge: 'builtin', sample: false, fetch_on_start: false,
    newest_announced: '2026-01-09', running: null, ...options.info,
  };
  return {
    app: () => info,
    set_setting: ({ key, value }) => {
      if (key === 'ui.language') info = { ...info, ui_language: value };
      if (key === 'ui.theme') info = { ...info, theme: value };
      if (key === 'judge.language') info = { ...info, judge_language: value as Language };
      return info;
    },
    use_profile: ({ file }) => (info = { ...info, profile: file }),
  };
}

export function fakeHost(options: FakeOptions = {}): FakeHost {
  const language = options.language ?? 'zh-CN';
  const now = options.now ?? (() => new Date());
  const progressListeners = new Set<(progress: Progress) => void>();
  const dayListeners = new Set<(date: string) => void>();
  const tell = (progress: Progress) => progressListeners.forEach((fn) => fn(progress));
  const world: World = {
    language, tell, digests: [...(options.digests ?? [])], sample: options.sample ?? sampleDigest(language), changed: new Map(),
  };
  const answers: Answers = {
    ...appAnswers(options, language),
    ...dayAnswers(world, options),
    ...readerAnswers(world, options, now),
    ...paperAnswers(world, now),
    ...searchAnswers(world),
    ...reportAnswers(world, options),
    run: ({ date }) => options.run?.(date, tell) ?? new Promise<RunOutcome>(() => {}),
    cancel: () => ({}),
    open_link: () => ({}),
    ...options.answers,
  };
  const failing = { ...options.failing };
  const calls: FakeHost['calls'] = [];
  return {
    calls, tell, failing,
    digests: world.digests,
    showDay: (date) => dayListeners.forEach((fn) => fn(date)),
    async call(name, request) {
      calls.push({ name, request });
      const failure = failing[name];
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
