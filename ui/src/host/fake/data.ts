/** Backups, the doctor, imports. */

import type { Backup, Checkup, ImportDone, Language } from '../index';
import type { Answers } from './world';

export interface DataOptions {
  checkup?: Checkup;
  imported?: Partial<ImportDone>;
}

type Names =
  | 'backup' | 'backups' | 'restore' | 'doctor' | 'import_reports' | 'move_data' | 'restart' | 'delete_old_copy' | 'reset' | 'log' | 'delete_keys';

export function dataAnswers(options: DataOptions, language: Language): Pick<Answers, Names> {
  const zh = language === 'zh-CN';
  /** The engine's numbers come as JSON has them. */
  const bytes = (n: number) => n as unknown as Backup['bytes'];
  const backups: Backup[] = [
    { path: '/home/reader/.local/share/arxiv-llm-daily/backups/2026-01-09.zip', at: '2026-01-09T01:14:00Z', bytes: bytes(18_400_000), kind: 'daily', papers: 8412, digests: 24, notes: 17 },
    { path: '/home/reader/.local/share/arxiv-llm-daily/backups/2026-01-05.zip', at: '2026-01-05T01:11:00Z', bytes: bytes(17_900_000), kind: 'weekly', papers: 7020, digests: 20, notes: 15 },
  ];
  return {
    backups: () => backups,
    backup: ({ path }) => {
      const made: Backup = { ...(backups[0] as Backup), path: path ?? '/home/reader/.local/share/arxiv-llm-daily/backups/asked.zip', kind: 'asked', at: '2026-01-09T09:30:00Z' };
      if (!path) backups.unshift(made);
      return made;
    },
    restore: () => ({ kept_as: '/home/reader/.local/share/arxiv-llm-daily/backups/before.zip', brought_back: [], left: [] }),
    doctor: () =>
      options.checkup ?? {
        ok: true,
        checks: [
          { name: zh ? '数据库' : 'Database', state: 'ok', found: zh ? '完好，24 期研报' : 'Whole, 24 digests', what_to_do: null },
          { name: zh ? '剩余空间' : 'Free space', state: 'warning', found: zh ? '只剩 3.1 GB' : 'Only 3.1 GB left', what_to_do: zh ? '清理磁盘，或把数据文件夹移到别处。' : 'Free some space, or move the data folder.' },
        ],
      },
    move_data: ({ path }) => ({ path: `${path}/arxiv-llm-daily` }),
    restart: () => ({}),
    delete_old_copy: () => ({ path: '/home/reader/old' }),
    reset: () => ({ backup: '/home/reader/.local/share/arxiv-llm-daily/backups/before.zip' }),
    delete_keys: () => ({ places: ['https://api.deepseek.com:443'] }),
    log: () => ({
      path: '/home/reader/.local/share/arxiv-llm-daily/logs',
      text: '2026-01-09T01:12:02Z  INFO the feed of 2026-01-09: 347 papers\n2026-01-09T01:13:40Z  WARN 2601.90007 is asked again: timed out after 120 s\n',
    }),
    import_reports: ({ paths }) => ({
      completed: 58, incomplete: 2, unchanged: [], refused: [], skipped: [],
      imported: paths.map((path) => ({ path, date: '2026-01-08', attempt: 1, papers: 60, said: [] })), ...options.imported,
    }),
  };
}
