/**
 * Commands and fields that the engine is getting, written by hand after its contract. The generated `api.ts` takes this
 * file's place: delete it, and the lines that name it in `index.ts`, as soon as `make types` has written the same there.
 */

import type * as api from './api';

type Decision = api.Decision;

/** What a later version of a paper is. */
export interface Revision {
  version: number;
  previous: number;
  first_announced: string;
}

export type ListedPaper = api.ListedPaper & {
  /** Whether the reader has written a note. */
  note: boolean;
  /** The reader's own decision. */
  override: Decision | null;
  tags: string[];
  revision: Revision | null;
  withdrawn: boolean;
  code_links: string[];
  evidence: { found: number; total: number } | null;
};

export type Digest = Omit<api.Digest, 'papers'> & { papers: ListedPaper[] };
export type DayView = Omit<api.DayView, 'digest'> & { digest: Digest };
export type Progress = api.Progress | { event: 'verdict'; date: string; paper: ListedPaper };
export type AppInfo = Omit<api.AppInfo, 'running' | 'fetch_on_start'> & {
  running: Progress | null;
  /** Whether nothing was ever set or stored in this data folder. */
  first_run?: boolean;
  /** Where a link from outside led when the window was opened, once. */
  destination: import('./next9').Destination | null;
};

interface PaperId {
  id: string;
}

interface Fate {
  date: string;
  profile: string;
  state: string;
  rule: string | null;
  rank: number | null;
  announce_type: string;
}

interface Note {
  text: string;
  saved_at: string | null;
  /** Earlier texts, the newest first. */
  versions: { at: string; chars: number }[];
}

export interface NextCommands {
  app: { request: api.Nothing; response: AppInfo };
  day: { request: api.DayRequest; response: DayView };
  sample: { request: api.Nothing; response: DayView };
  set_setting: { request: api.SettingRequest; response: AppInfo };
  use_profile: { request: api.ProfileRequest; response: AppInfo };

  // reader
  note: { request: PaperId; response: Note };
  save_note: { request: PaperId & { text: string }; response: Note };
  note_version: { request: PaperId & { at: string }; response: { text: string } };
  override_verdict: { request: PaperId & { decision: Decision | null }; response: { decision: Decision | null } };
  tag: { request: PaperId & { tag: string; on: boolean }; response: string[] };
  mark_many: { request: { ids: string[]; mark: api.MarkKind; on: boolean }; response: { changed: string[] } };
  follow_author: { request: { name: string; on: boolean }; response: string[] };
  library_counts: {
    request: api.Nothing;
    response: {
      star: number;
      later: number;
      note: number;
      override: number;
      tags: { name: string; count: number }[];
      authors: { name: string; count: number }[];
    };
  };

  // paper
  paper: {
    request: PaperId;
    response: {
      paper: ListedPaper | null;
      date: string | null;
      versions: { version: number; date: string | null; announce_type: api.AnnounceType | null }[];
      verdicts: {
        decision: Decision;
        reason: string;
        judged_by: string;
        basis: api.Basis;
        judged_at: string;
        /** Whether it was judged by the profile as it is now. */
        profile_current: boolean;
      }[];
      fates: Fate[];
    };
  };
  judge: { request: PaperId; response: { paper: ListedPaper } };
  similar: {
    request: PaperId & { limit: number };
    response: { id: string; title: string; date: string | null; score: number }[];
  };
  evidence: {
    request: PaperId;
    response: {
      found: number;
      total: number;
      /** Offsets in UTF-16 units, of the field and of the source. */
      figures: {
        field: string;
        /** Index of the innovation. */
        item?: number;
        start: number;
        end: number;
        text: string;
        found: boolean;
        /** `quote`: the words around it. */
        place: { source: 'title' | 'abstract' | 'full_text'; start: number; end: number; quote?: string } | null;
      }[];
    };
  };
  full_text: {
    request: PaperId;
    response: { version: number; fetched_at: string; sections: { heading: string; paragraphs: string[] }[] } | null;
  };
  topics: {
    request: { since?: string };
    response: { topic: string; title: string; emoji: string; days: { date: string; papers: number }[] }[];
  };

  // search
  search: {
    request: { query: string; sort: 'relevance' | 'date'; offset: number; limit: number };
    response: {
      hits: {
        id: string;
        title: string;
        date: string | null;
        score: number;
        field: string;
        snippet: { text: string; hit: boolean }[];
        decision: Decision | null;
        marks: api.Marks;
      }[];
      total: number;
      total_is_exact: boolean;
      corrected: string | null;
      elapsed_ms: number;
    };
  };
  complete: {
    request: { query: string; cursor: number };
    response: { insert: string; label: string; kind: 'author' | 'category' | 'tag' | 'operator' | 'term' }[];
  };

  // report
  citation: { request: PaperId & { style: 'bibtex' | 'ris' | 'csl-json' | 'apa' | 'gbt7714' }; response: { text: string } };
  choose_path: {
    request: { kind: 'open_files' | 'open_folder' | 'save'; name?: string };
    response: string | null;
  };
  export: {
    request: {
      what:
        | { kind: 'day'; date: string }
        | { kind: 'papers'; ids: string[] }
        | { kind: 'search'; query: string }
        | { kind: 'all' };
      format: string;
      path: string;
    };
    response: { path: string; files: number; days: number };
  };
}
