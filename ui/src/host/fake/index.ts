/** A host in memory, for tests and the gallery; no part of what is shipped. Its day is the engine's sample day. */

import type { AppError, CommandName, Digest, Host, HostEvents, Language, Progress, RunOutcome } from '../index';
import { toAppError } from '../index';
import { archiveAnswers } from './archive';
import { dayAnswers, type DayOptions } from './days';
import { libraryAnswers } from './library';
import { sampleDigest } from './digests';
import { settingsAnswers, type SettingsOptions } from './settings';
import { paperAnswers } from './papers';
import { readerAnswers, type ReaderOptions } from './reader';
import { reportAnswers, type ReportOptions } from './report';
import { searchAnswers } from './search';
import type { Answers, World } from './world';

export { sampleDigest, withPapers } from './digests';

export interface FakeOptions extends DayOptions, ReaderOptions, ReportOptions, SettingsOptions {
  language?: Language;
  /** The stored digests; without any, `day` answers with the sample. */
  digests?: Digest[];
  /** The sample day, when it is to be another than the engine's. */
  sample?: Digest;
  now?: () => Date;
  /** What `run` does; without it, it never ends. */
  run?: (date: string | undefined, tell: (progress: Progress) => void) => Promise<RunOutcome>;
  /** Whether the shell's schedule starts a run as soon as the window listens. */
  scheduled?: boolean;
  /** Commands that fail. */
  failing?: Partial<Record<CommandName, AppError>>;
  /** Commands with answers of their own. */
  answers?: Partial<Answers>;
}

export interface FakeHost extends Host {
  /** Every call, in order. */
  calls: { name: CommandName; request: unknown }[];
  tell: (progress: Progress) => void;
  /** Tells the window what the shell would. */
  emit: <E extends keyof HostEvents>(event: E, payload: HostEvents[E]) => void;
  digests: Digest[];
  /** Commands that fail from now on. */
  failing: Partial<Record<CommandName, AppError>>;
}

export function fakeHost(options: FakeOptions = {}): FakeHost {
  const language = options.language ?? 'zh-CN';
  const now = options.now ?? (() => new Date());
  const progressListeners = new Set<(progress: Progress) => void>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const tell = (progress: Progress) => progressListeners.forEach((fn) => fn(progress));
  const world: World = {
    language, tell, digests: [...(options.digests ?? [])], sample: options.sample ?? sampleDigest(language), changed: new Map(),
  };
  const settings = settingsAnswers(options, language);
  const answers: Partial<Answers> & Pick<Answers, 'run'> = {
    ...dayAnswers(world, options),
    ...readerAnswers(world, options, now),
    ...paperAnswers(world, now),
    ...searchAnswers(world),
    ...reportAnswers(world, options),
    ...archiveAnswers(world, options),
    ...libraryAnswers(world),
    ...settings.answers,
    run: ({ date }) => options.run?.(date, tell) ?? new Promise<RunOutcome>(() => {}),
    cancel: () => ({}),
    open_link: () => ({}),
    ...options.answers,
  };
  const failing = { ...options.failing };
  const calls: FakeHost['calls'] = [];

  /** A run as the shell starts one: all that the window sees of it are its events. */
  async function runByShell(): Promise<void> {
    try {
      tell({ event: 'finished', ...(await answers.run({})) });
    } catch (thrown) {
      tell({ event: 'failed', ...toAppError(thrown) });
    }
  }

  return {
    calls, tell, failing,
    digests: world.digests,
    emit: (event, payload) => listeners.get(event)?.forEach((fn) => fn(payload as never)),
    async call(name, request) {
      calls.push({ name, request });
      const failure = failing[name];
      if (failure) throw failure;
      const answer = (answers as Answers)[name] as Answers[typeof name] | undefined;
      if (!answer) throw { code: 'usage', message: `The fake host does not know ${name}.`, what_to_do: '' } satisfies AppError;
      return await answer(request);
    },
    async onProgress(fn) {
      progressListeners.add(fn);
      return () => progressListeners.delete(fn);
    },
    async on(event, fn) {
      const those = listeners.get(event) ?? new Set();
      listeners.set(event, those.add(fn as (payload: never) => void));
      // The window listens to this last.
      if (event === 'closing' && options.scheduled) void Promise.resolve().then(runByShell);
      return () => those.delete(fn as (payload: never) => void);
    },
  };
}
