/** Settings, profiles, the schedule. */

import type { AppError, AppInfo, Language, ProfileReading, ProfileText, ScheduleView, SettingKey } from '../index';
import { dataAnswers, type DataOptions } from './data';
import { modelAnswers, type ModelOptions } from './model';
import type { Answers } from './world';

export interface SettingsOptions extends ModelOptions, DataOptions {
  theme?: string;
  info?: Partial<AppInfo>;
  /** Keys that are not at their default. */
  set?: Record<string, string>;
  /** What is wrong with the settings file. */
  broken?: AppError;
  schedule?: Partial<ScheduleView>;
  /** Why the network cannot be used. */
  network?: AppError;
}

/** Key, default as TOML, the values that it may have. */
const keys: [string, string, string[]?][] = [
  ['profile.current', '"finance-ai"'],
  ['arxiv.categories', '["cs.CL", "cs.AI", "cs.LG"]'],
  ['arxiv.rss_url', '"https://rss.arxiv.org"'],
  ['arxiv.api_url', '"https://export.arxiv.org/api/query"'],
  ['arxiv.oai_url', '"https://oaipmh.arxiv.org/oai"'],
  ['arxiv.html_url', '"https://arxiv.org/html"'],
  ['arxiv.min_interval_seconds', '3.5'],
  ['arxiv.include_cross_lists', 'true'],
  ['arxiv.include_replacements', 'false'],
  ['feeds.urls', '[]'],
  ['judge.engine', '"builtin"', ['builtin', 'openai', 'ollama']],
  ['judge.base_url', '""'],
  ['judge.model', '""'],
  ['judge.concurrency', '8'],
  ['judge.timeout_seconds', '120'],
  ['judge.language', '"zh-CN"', ['zh-CN', 'en']],
  ['judge.max_papers', '60'],
  ['judge.learn', 'true'],
  ['judge.deep_read', '"recommended"', ['never', 'recommended', 'all']],
  ['judge.budget_per_day', '0.0'],
  ['judge.price_input', '0.0'],
  ['judge.price_output', '0.0'],
  ['network.proxy', '"system"'],
  ['schedule.enabled', 'true'],
  ['schedule.time', '"auto"'],
  ['notifications.enabled', 'true'],
  ['notifications.quiet_hours', '"22:00-08:00"'],
  ['notifications.papers_above', '0.0'],
  ['export.vault', '""'],
  ['ui.language', '"system"', ['system', 'zh-CN', 'en']],
  ['ui.theme', '"system"', ['system', 'light', 'dark']],
  ['ui.close_to_tray', '"ask"', ['ask', 'always', 'never']],
];

type Names =
  | 'app' | 'set_setting' | 'use_profile' | 'settings' | 'profile' | 'save_profile' | 'new_profile' | 'delete_profile'
  | 'profile_reading' | 'set_profile_reading' | 'translate_profile'
  | 'preview_filter' | 'taxonomy' | 'seed_profile' | 'schedule' | 'pause' | 'set_start_at_login' | 'close' | 'painted' | 'set_guide'
  | 'test_network'
  | keyof ReturnType<typeof modelAnswers> | keyof ReturnType<typeof dataAnswers>;

export function settingsAnswers(options: SettingsOptions, language: Language): { answers: Pick<Answers, Names> } {
  const zh = language === 'zh-CN';
  const values = new Map<string, string>(Object.entries(options.set ?? {}));
  let broken = options.broken ?? null;
  let info: AppInfo = {
    version: '0.1.0', sqlite: '3.51.3', data_dir: '/home/reader/.local/share/arxiv-llm-daily', ui_language: language,
    system_language: language, judge_language: language, theme: options.theme ?? 'light', profile: 'finance-ai',
    profiles: [
      { file: 'finance-ai', name: zh ? '金融应用 AI' : 'Applied AI in finance', preset: true },
      { file: 'llm-research', name: zh ? '大模型研究' : 'LLM research', preset: true },
    ],
    categories: ['cs.CL', 'cs.AI', 'cs.LG'], judge: 'builtin', sample: false,
    newest_announced: '2026-01-09', guide: { step: 'language', state: 'none' }, old_copy: null, running: null, destination: null, trouble: null,
    ...options.info,
  };
  let schedule: ScheduleView = {
    enabled: true, time: 'auto', next_due: '2026-01-12T01:10:00Z', paused_until: null, start_at_login: false,
    last: { at: '2026-01-09T01:12:00Z', outcome: 'finished', message: '' }, missed: null, ...options.schedule,
  };
  const profiles = new Map<string, ProfileText>(
    info.profiles.map(({ file, name }) => [
      file,
      {
        name, role: zh ? '在券商做推荐与风控的工程师' : 'An engineer for recommendation and risk at a broker',
        focus: zh ? ['长序列推荐与个性化', '推理成本与效率', '智能体的长期记忆'] : ['Long-sequence recommendation', 'Cost of inference', 'Long-term memory of agents'],
        exclude: zh ? ['纯理论的越狱攻击'] : ['Jailbreak attacks'],
        include_terms: [], exclude_terms: ['jailbreak'], authors: [], categories: [], shares: [40, 30, 30],
      },
    ]),
  );

  /** What the glossary makes of the invented lines; the rest is in English, or means nothing. */
  const glossary: Record<string, string> = { 长序列推荐与个性化: 'recommendation', 推理成本与效率: 'inference, efficiency', 智能体的长期记忆: 'agents, memory', 纯理论的越狱攻击: 'jailbreak' };
  const translations = new Map<string, string>();
  const reading = (file: string): ProfileReading => ({
    model: info.judge !== 'builtin',
    lines: [...(profiles.get(file)?.focus ?? []), ...(profiles.get(file)?.exclude ?? [])].map((line) => {
      const own = translations.get(line);
      const chinese = /[\u4e00-\u9fff]/.test(line);
      const english = own ?? (chinese ? (glossary[line] ?? '') : line);
      return { line, english, by: own ? 'translation' : chinese ? 'glossary' : 'itself', silent: english === '' };
    }),
  });

  /** What TOML writes for a value that the window sent. */
  const written = (key: string, value: string) => {
    const [, initial] = keys.find(([name]) => name === key) ?? [key, '""'];
    return initial.startsWith('"') && !value.startsWith('"') ? JSON.stringify(value) : value;
  };

  function list(key: string): string[] {
    return JSON.parse(values.get(key) ?? keys.find(([name]) => name === key)?.[1] ?? '[]') as string[];
  }

  const answers: Pick<Answers, Names> = {
    ...modelAnswers(options, language),
    ...dataAnswers(options, language),
    app: () => {
      const now = info;
      info = { ...info, destination: null };
      return now;
    },
    set_setting: ({ key, value }) => {
      values.set(key, written(key, value));
      const plain = value.replaceAll('"', '');
      if (key === 'ui.language') info = { ...info, ui_language: plain };
      if (key === 'ui.theme') info = { ...info, theme: plain };
      if (key === 'judge.language') info = { ...info, judge_language: plain as Language };
      if (key === 'arxiv.categories') info = { ...info, categories: list(key) };
      if (key === 'schedule.enabled') schedule = { ...schedule, enabled: value === 'true' };
      return info;
    },
    use_profile: ({ file }) => (info = { ...info, profile: file }),
    settings: () => {
      const told = broken;
      broken = null;
      const now = new Map([...values, ['ui.language', JSON.stringify(info.ui_language)], ['ui.theme', JSON.stringify(info.theme)]]);
      return {
        path: `${info.data_dir}/settings.toml`, broken: told,
        keys: keys.map(([key, initial, allowed]): SettingKey => ({ key, value: now.get(key) ?? initial, default: initial, options: allowed ?? null })),
      };
    },
    profile: ({ file }) => {
      const text = profiles.get(file);
      if (!text) throw { code: 'not_found', message: `There is no profile ${file}.`, what_to_do: '' } satisfies AppError;
      return { ...text, file, preset: info.profiles.find((known) => known.file === file)?.preset ?? false };
    },
    save_profile: ({ file, profile }) => {
      profiles.set(file, profile);
      info = { ...info, profiles: info.profiles.map((known) => (known.file === file ? { ...known, name: profile.name, preset: false } : known)) };
      return info;
    },
    new_profile: ({ name, from }) => {
      const file = `profile-${profiles.size + 1}`;
      const source = profiles.get(from);
      if (source) profiles.set(file, { ...source, name });
      return (info = { ...info, profiles: [...info.profiles, { file, name, preset: false }] });
    },
    delete_profile: ({ file }) => {
      profiles.delete(file);
      return (info = { ...info, profiles: info.profiles.filter((known) => known.file !== file) });
    },
    profile_reading: ({ file }) => reading(file),
    set_profile_reading: ({ file, line, english }) => {
      if (english) translations.set(line, english);
      else translations.delete(line);
      return reading(file);
    },
    translate_profile: ({ file }) => {
      for (const { line, by } of reading(file).lines) if (by === 'glossary') translations.set(line, `${glossary[line] ?? 'translated'}, in full`);
      return reading(file);
    },
    preview_filter: ({ profile }) => {
      const out = profile.exclude_terms.slice(1).map((term, i) => ({ id: `2601.9100${i}`, title: `A paper on ${term}`, date: '2026-01-09', rule: `exclude: ${term}` }));
      return { days: 5, papers: 1688, out, let_in: [], out_total: out.length, let_in_total: profile.exclude_terms.length === 0 ? 9 : 0 };
    },
    taxonomy: () => [
      { id: 'cs.AI', name: 'Artificial Intelligence', group: 'Computer Science' },
      { id: 'cs.CL', name: 'Computation and Language', group: 'Computer Science' },
      { id: 'cs.CV', name: 'Computer Vision and Pattern Recognition', group: 'Computer Science' },
      { id: 'cs.IR', name: 'Information Retrieval', group: 'Computer Science' },
      { id: 'cs.LG', name: 'Machine Learning', group: 'Computer Science' },
      { id: 'stat.ML', name: 'Machine Learning', group: 'Statistics' },
      { id: 'q-fin.CP', name: 'Computational Finance', group: 'Quantitative Finance' },
    ],
    seed_profile: ({ text }) => {
      const found = text.match(/\d{4}\.\d{4,5}/g)?.length ?? 0;
      return { focus: found ? (zh ? ['扩散模型的推理加速'] : ['Faster inference of diffusion models']) : [], include_terms: [], categories: found ? ['cs.CV'] : [], papers: found };
    },
    schedule: () => schedule,
    pause: ({ on }) => (schedule = { ...schedule, paused_until: on ? '2026-01-10T00:00:00+08:00' : null }),
    set_start_at_login: ({ on }) => (schedule = { ...schedule, start_at_login: on }),
    close: () => ({}),
    painted: () => ({}),
    set_guide: (guide) => {
      info = { ...info, guide };
      return {};
    },
    test_network: () => ({
      proxy: (values.get('network.proxy') ?? '"system"').replaceAll('"', ''), address: 'https://rss.arxiv.org/atom/cs.CL+cs.AI+cs.LG', seconds: 0.84,
      error: options.network ?? null,
    }),
  };
  return { answers };
}
