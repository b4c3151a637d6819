// Generated from src-tauri/engine/src/api by `make types`. Do not edit.

/**
 * How arXiv announced a paper that day. Source: arXiv's RSS specification, `arxiv:announce_type`.
 */
export type AnnounceType = "new" | "cross" | "replace" | "replace-cross";

/**
 * What the window needs before it can draw anything.
 */
export type AppInfo = { version: string, data_dir: string, 
/**
 * `system`, `zh-CN` or `en`.
 */
ui_language: string, 
/**
 * The language that `system` means on this machine.
 */
system_language: Language, 
/**
 * Of analyses and reports.
 */
judge_language: Language, 
/**
 * `system`, `light` or `dark`.
 */
theme: string, profile: string, profiles: Array<ProfileInfo>, categories: Array<string>, 
/**
 * arXiv's newest announced mailing date, by the calendar.
 */
newest_announced: string, 
/**
 * `builtin`, or the model's name.
 */
judge: string, 
/**
 * True when the app was started on the sample day.
 */
sample: boolean, 
/**
 * Whether the window is to fetch by itself when it opens: the schedule is on, and the newest announced day is not here.
 */
fetch_on_start: boolean, 
/**
 * The run that is going on, if any.
 */
running: Progress | null, 
/**
 * What the reader should know about the database: it is damaged, or was written by a newer version.
 */
trouble: Error | null, };

/**
 * A work's identity without its version: `2601.03479`, `math.GT/0309136`, or `feed:` + a hash for an entry of another
 * feed. Source: <https://info.arxiv.org/help/arxiv_identifier.html>.
 */
export type ArxivId = string;

/**
 * A backup.
 */
export type Backup = { path: string, at: string, bytes: bigint, kind: BackupKind, papers: number, digests: number, notes: number, };

/**
 * Why a backup is there.
 */
export type BackupKind = "daily" | "weekly" | "before" | "asked";

/**
 * Where a backup goes.
 */
export type BackupRequest = { 
/**
 * A file that is not there yet, or a folder; `backups/` when absent.
 */
path?: string, };

/**
 * What the judge had read.
 */
export type Basis = "abstract" | "full_text";

/**
 * One thing that was looked at.
 */
export type Check = { name: string, state: CheckState, 
/**
 * What was found, in a sentence.
 */
found: string, 
/**
 * One thing to do, when something is wrong.
 */
what_to_do: string | null, };

/**
 * How good one thing is.
 */
export type CheckState = "ok" | "warning" | "bad";

/**
 * All that was looked at.
 */
export type Checkup = { checks: Array<Check>, 
/**
 * Nothing is bad; warnings are.
 */
ok: boolean, };

/**
 * A code exists only if something branches on it: the exit code, the window's advice, or a retry.
 */
export type Code = "usage" | "not_found" | "offline" | "refused" | "unavailable" | "not_a_feed" | "broken_file" | "disk" | "damaged" | "busy" | "cancelled" | "defect";

/**
 * Judged papers by decision.
 */
export type Counts = { recommend: number, borderline: number, skip: number, };

/**
 * One day of the calendar; every day of the month has one.
 */
export type DayCell = { date: string, kind: DayKind, 
/**
 * Only of days with a digest.
 */
counts: Counts | null, ledger: Tally | null, origin: Origin | null, };

/**
 * What a day is.
 */
export type DayKind = "digest" | "weekend" | "holiday" | "not_announced" | "missed";

/**
 * A day, or the newest one.
 */
export type DayRequest = { 
/**
 * `YYYY-MM-DD`; the newest stored day when absent.
 */
date?: string, 
/**
 * The sample day is asked for, not a stored one.
 */
sample?: boolean, };

/**
 * The digest of a day with its neighbours. When nothing is stored yet, the sample day (`origin` = `sample`).
 */
export type DayView = { digest: Digest, 
/**
 * The nearest earlier and later stored days.
 */
previous: string | null, next: string | null, };

/**
 * 推荐 / 边缘可看 / 不推荐.
 */
export type Decision = "recommend" | "borderline" | "skip";

/**
 * One digest with all that a reader sees of it (`show --json`).
 */
export type Digest = { date: string, profile: string, generated_at: string, language: Language, origin: Origin, 
/**
 * `builtin`, or the model's name.
 */
judge: string, 
/**
 * False while a run goes on, or after one that was cut off.
 */
complete: boolean, 
/**
 * arXiv categories that were followed.
 */
categories: Array<string>, counts: Counts, 
/**
 * None for an imported report.
 */
ledger: Tally | null, trends: Array<Trend>, 
/**
 * Judged papers, recommended first, then by rank; then the failed ones.
 */
papers: Array<ListedPaper>, };

/**
 * Why a day has no papers.
 */
export type EmptyDay = { date: string, kind: EmptyKind, 
/**
 * One line for the reader.
 */
message: string, };

export type EmptyKind = "weekend" | "holiday" | "unconfirmed";

/**
 * `{code, message, what to do}`, as it is printed, sent to the window, and logged.
 */
export type Error = { code: Code, 
/**
 * One line, naming what failed.
 */
message: string, 
/**
 * One line, naming one thing to do.
 */
what_to_do: string, };

/**
 * Why the chosen judge could not judge a paper.
 */
export type Failure = { class: FailureClass, 
/**
 * What the server said, or what was wrong with its answer. Untrusted text.
 */
message: string, next_try: string | null, };

/**
 * The classes of failure of DESIGN 4.
 */
export type FailureClass = "timeout" | "unreachable" | "unauthorized" | "bad_request" | "rate_limited" | "provider_error" | "invalid_answer" | "refused" | "budget" | "cancelled";

/**
 * The language of analyses and reports.
 */
export type Language = "zh-CN" | "en";

/**
 * Every announced paper of a digest (`ledger --json`).
 */
export type Ledger = { date: string, closed: boolean, categories: { [key in string]: Tally }, papers: Array<LedgerPaper>, announced: number, judged: number, filtered: number, failed: number, };

/**
 * One line of the ledger.
 */
export type LedgerPaper = { id: ArxivId, title: string, state: string, 
/**
 * The filter's rule, or the class of failure; empty for a judged paper.
 */
rule: string, 
/**
 * The verdict's reason, or what the failure said.
 */
reason: string, rank: number | null, };

/**
 * A web address to open in the reader's browser; only http and https are.
 */
export type LinkRequest = { url: string, };

/**
 * A paper in the report, with its verdict.
 */
export type ListedPaper = { id: ArxivId, version: number, title: string, authors: Array<string>, categories: Array<string>, announce_type: AnnounceType, url: string, abstract: string, comment: string | null, 
/**
 * 1 is the best of the day, as the built-in judge ranked it before the cut.
 */
rank: number, verdict: ShownVerdict, 
/**
 * Set when the chosen judge could not: the verdict is then the built-in one.
 */
failure: Failure | null, marks: Marks, };

/**
 * One of the reader's marks.
 */
export type MarkKind = "read" | "star" | "later";

/**
 * Marks a paper, or takes the mark off.
 */
export type MarkRequest = { id: ArxivId, mark: MarkKind, on: boolean, };

/**
 * A digest in the Markdown of DESIGN 5.4.
 */
export type MarkdownText = { markdown: string, };

/**
 * The reader's marks on a paper.
 */
export type Marks = { read: boolean, star: boolean, later: boolean, };

/**
 * A month of days for the calendar.
 */
export type MonthRequest = { year: number, 
/**
 * 1 to 12.
 */
month: number, };

/**
 * A request that needs to say nothing.
 */
export type Nothing = Record<symbol, never>;

/**
 * Where a digest came from.
 */
export type Origin = "run" | "sample" | "import";

/**
 * A profile that can be chosen.
 */
export type ProfileInfo = { 
/**
 * The file's name without `.toml`.
 */
file: string, name: string, 
/**
 * Shipped with the app and not yet edited.
 */
preset: boolean, };

/**
 * A profile's file name without `.toml`.
 */
export type ProfileRequest = { file: string, };

/**
 * What a run tells while it goes on; the last one is `finished` or `failed`.
 */
export type Progress = { "event": "stage" } & StageProgress | { "event": "finished" } & RunOutcome | { "event": "failed" } & Error;

/**
 * A backup to restore.
 */
export type RestoreRequest = { path: string, };

/**
 * What a restore did.
 */
export type Restored = { 
/**
 * Where the database of before is now: a backup, or set aside when it was damaged.
 */
kept_as: string, 
/**
 * Settings and profiles that were missing and are back.
 */
brought_back: Array<string>, 
/**
 * Those that differ from the backup's: left as they are, with the backup's beside them.
 */
left: Array<string>, };

/**
 * How a run ended.
 */
export type RunOutcome = { 
/**
 * None when arXiv announced nothing.
 */
date: string | null, closed: boolean, 
/**
 * False when the digest was there already and nothing was done.
 */
changed: boolean, 
/**
 * Why there is no digest, if there is none.
 */
empty: EmptyDay | null, announced: number, judged: number, filtered: number, failed: number, };

/**
 * One key of `settings.toml`.
 */
export type SettingRequest = { 
/**
 * Such as `ui.theme`.
 */
key: string, 
/**
 * As TOML, else taken as a string.
 */
value: string, };

/**
 * A verdict with what the reader is told about it.
 */
export type ShownVerdict = { judged_by: string, basis: Basis, flags: Array<string>, score: number, judged_at: string, decision: Decision, reason: string, translated_title: string, keywords: Array<string>, pain_point: string, application_value: string, summary: string, innovations: Array<string>, };

/**
 * The stages of a run, in order.
 */
export type Stage = "fetch" | "filter" | "rank" | "judge" | "trend" | "store";

/**
 * `done` of `total` of a stage.
 */
export type StageProgress = { stage: Stage, date: string | null, done: number, total: number, elapsed_seconds: number, 
/**
 * In the provider's currency.
 */
cost: number, };

/**
 * The four counts.
 */
export type Tally = { announced: number, judged: number, filtered: number, failed: number, };

/**
 * A named cluster of the day's papers with one observation (赛道观察).
 */
export type Trend = { emoji: string, title: string, observation: string, papers: Array<ArxivId>, };

/** Every command: what it takes and what it gives. */
export interface Commands {
  /** What the window needs before it can draw anything. */
  app: { request: Nothing; response: AppInfo };
  /** The digest of a day, or of the newest one; the sample day when nothing is stored. */
  day: { request: DayRequest; response: DayView };
  /** The invented day that shows what a digest looks like. */
  sample: { request: Nothing; response: DayView };
  /** A month for the calendar. */
  month: { request: MonthRequest; response: Array<DayCell> };
  /** Where every announced paper of a day went. */
  ledger: { request: DayRequest; response: Ledger };
  /** A digest as Markdown. */
  markdown: { request: DayRequest; response: MarkdownText };
  /** Makes the digest of a day, or of the newest announced one. Progress comes as events; answers when it is done. */
  run: { request: DayRequest; response: RunOutcome };
  /** Stops the run that is going on; what is done is kept. */
  cancel: { request: Nothing; response: Nothing };
  /** Marks a paper as read, starred or for later, or takes the mark off. */
  mark: { request: MarkRequest; response: Marks };
  /** Opens a web address in the reader's browser. */
  open_link: { request: LinkRequest; response: Nothing };
  /** Sets one key of settings.toml. */
  set_setting: { request: SettingRequest; response: AppInfo };
  /** Chooses the profile of the next runs and of what is shown. */
  use_profile: { request: ProfileRequest; response: AppInfo };
  /** Makes a backup: in backups/, or at a path. */
  backup: { request: BackupRequest; response: Backup };
  /** The backups in backups/, newest first. */
  backups: { request: Nothing; response: Array<Backup> };
  /** Puts a backup in the place of the database, which is kept. */
  restore: { request: RestoreRequest; response: Restored };
  /** Looks at everything that keeps the data safe, and says what to do. */
  doctor: { request: Nothing; response: Checkup };
}
