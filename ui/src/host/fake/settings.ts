/** What the app is, the schedule, the window. */

import type { AppInfo, Language, ScheduleView } from '../index';
import { dataAnswers, type DataOptions } from './data';
import { modelAnswers, type ModelOptions } from './model';
import type { Answers } from './world';

export interface SettingsOptions extends ModelOptions, DataOptions {
  theme?: string;
  info?: Partial<AppInfo>;
  schedule?: Partial<ScheduleView>;
}

type Names =
  | 'app' | 'set_setting' | 'use_profile' | 'preview_filter' | 'schedule' | 'pause' | 'set_start_at_login' | 'close' | 'painted'
  | keyof ReturnType<typeof modelAnswers> | keyof ReturnType<typeof dataAnswers>;

export function settingsAnswers(options: SettingsOptions, language: Language): { answers: Pick<Answers, Names> } {
  const zh = language === 'zh-CN';
  let info: AppInfo = {
    version: '0.1.0', data_dir: '/home/reader/.local/share/arxiv-llm-daily', ui_language: language,
    system_language: language, judge_language: language, theme: options.theme ?? 'light', profile: 'finance-ai',
    profiles: [
      { file: 'finance-ai', name: zh ? '金融应用 AI' : 'Applied AI in finance', preset: true },
      { file: 'llm-research', name: zh ? '大模型研究' : 'LLM research', preset: true },
    ],
    categories: ['cs.CL', 'cs.AI', 'cs.LG'], judge: 'builtin', sample: false,
    newest_announced: '2026-01-09', fetch_on_start: false, running: null, destination: null, trouble: null, ...options.info,
  };
  let schedule: ScheduleView = {
    enabled: true, time: 'auto', next_due: '2026-01-12T01:10:00Z', paused_until: null, start_at_login: false,
    last: { at: '2026-01-09T01:12:00Z', outcome: 'finished', message: '' }, ...options.schedule,
  };
  const answers: Pick<Answers, Names> = {
    ...modelAnswers(options, language),
    ...dataAnswers(options, language),
    app: () => {
      const now = info;
      info = { ...info, destination: null };
      return now;
    },
    set_setting: ({ key, value }) => {
      const plain = value.replaceAll('"', '');
      if (key === 'ui.language') info = { ...info, ui_language: plain };
      if (key === 'ui.theme') info = { ...info, theme: plain };
      if (key === 'judge.language') info = { ...info, judge_language: plain as Language };
      if (key === 'arxiv.categories') info = { ...info, categories: JSON.parse(value) as string[] };
      if (key === 'schedule.enabled') schedule = { ...schedule, enabled: value === 'true' };
      return info;
    },
    use_profile: ({ file }) => (info = { ...info, profile: file }),
    preview_filter: ({ profile }) => {
      const out = profile.exclude_terms.slice(1).map((term, i) => ({ id: `2601.9100${i}`, title: `A paper on ${term}`, date: '2026-01-09', rule: `exclude: ${term}` }));
      return { days: 5, papers: 1688, out, let_in: [], out_total: out.length, let_in_total: profile.exclude_terms.length === 0 ? 9 : 0 };
    },
    schedule: () => schedule,
    pause: ({ on }) => (schedule = { ...schedule, paused_until: on ? '2026-01-10T00:00:00+08:00' : null }),
    set_start_at_login: ({ on }) => (schedule = { ...schedule, start_at_login: on }),
    close: () => ({}),
    painted: () => ({}),
  };
  return { answers };
}
