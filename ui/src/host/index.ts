/** The one way out of the window: everything the UI asks of the engine and the system goes through a Host. */

import type { Commands, DayRequest, Destination, Error as AppError, Progress } from './api';

export type * from './api';
export type { Error as AppError } from './api';

export type CommandName = keyof Commands;
export type Request<K extends CommandName> = Commands[K]['request'];
export type Response<K extends CommandName> = Commands[K]['response'];

/** What the pane shows of a paper beside its row: versions, verdicts, where it went on which day. */
export type PaperDetails = Response<'paper'>;
export type NoteState = Response<'note'>;
export type EvidenceOf = Response<'evidence'>;
export type Figure = EvidenceOf['figures'][number];
export type FullTextOf = NonNullable<Response<'full_text'>>;
export type SimilarPaper = Response<'similar'>[number];
export type SearchHit = Response<'search'>['hits'][number];
export type Completion = Response<'complete'>[number];
export type Topic = Response<'topics'>[number];
export type CitationStyle = Request<'citation'>['style'];
export type ExportWhat = Request<'export'>['what'];

export interface Host {
  /** Runs a command. Rejects with an `AppError`, and with nothing else. */
  call<K extends CommandName>(name: K, request: Request<K>): Promise<Response<K>>;
  /** Calls `fn` with each progress event of any run, also one that another part of the app started. */
  onProgress(fn: (progress: Progress) => void): Promise<() => void>;
  /** Calls `fn` whenever the shell tells that something happened outside of the window. */
  on<E extends keyof HostEvents>(event: E, fn: (payload: HostEvents[E]) => void): Promise<() => void>;
}

/** What the shell tells of its own accord, progress aside. */
export interface HostEvents {
  /** The reader asked for a place from outside, such as by a notification. */
  go: Destination;
  /** Another process wrote to the data folder. */
  changed: null;
  /** `settings.toml` or a profile was edited by hand. */
  settings: null;
  /** The reader closed the window, and the app could go on in the tray. */
  closing: null;
}

/** Whatever was thrown, in the one shape that the window can show. */
export function toAppError(thrown: unknown): AppError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    return thrown as AppError;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'defect', message, what_to_do: '' };
}

/** The request for a stored day, or for the sample day of that date. */
export function dayRequest(date: string, sample: boolean): DayRequest {
  const request = { date, sample };
  return request;
}
