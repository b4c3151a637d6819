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
running: Progress | null, };

/**
 * A work's identity without its version: `2601.03479`, `math.GT/0309136`, or `feed:` + a hash for an entry of another
 * feed. Source: <https://info.arxiv.org/help/arxiv_identifier.html>.
 */
export type ArxivId = string;

/**
 * What the judge had read.
 */
export type Basis = "abstract" | "full_text";

/**
 * A paper that stands out, with the day of its digest.
 */
export type BestPaper = { date: string, paper: ListedPaper, };

/**
 * The papers whose state changed: sent back with `on` turned round, they are as before.
 */
export type ChangedPapers = { changed: Array<ArxivId>, };

export type ChooseKind = "open_files" | "open_folder" | "save";

/**
 * What the reader is to choose.
 */
export type ChooseRequest = { kind: ChooseKind, 
/**
 * What is proposed for a file that is saved.
 */
name?: string, };

export type CitationRequest = { id: ArxivId, style: CitationStyle, };

/**
 * The form of a citation.
 */
export type CitationStyle = "bibtex" | "ris" | "csl-json" | "apa" | "gbt7714";

export type CitationText = { text: string, };

/**
 * A code exists only if something branches on it: the exit code, the window's advice, or a retry.
 */
export type Code = "usage" | "not_found" | "offline" | "refused" | "unavailable" | "not_a_feed" | "broken_file" | "disk" | "busy" | "cancelled" | "defect";

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
 * What an export has written.
 */
export type ExportDone = { path: string, 
/**
 * Files written; notes of a vault that stayed the same are not.
 */
files: number, days: number, };

/**
 * `done` of `total` files of an export.
 */
export type ExportProgress = { done: number, total: number, };

export type ExportRequest = { what: ExportWhat, 
/**
 * `markdown`, `site`, `obsidian`, `html`, `json`, `csv`, `bibtex`, `ris` or `csl-json`.
 */
format: string, 
/**
 * The file or folder.
 */
path: string, 
/**
 * Leaves out all that the reader wrote, marked and decided: for what is published.
 */
without_notes?: boolean, };

/**
 * What is exported.
 */
export type ExportWhat = { "kind": "day", date: string, } | { "kind": "papers", ids: Array<ArxivId>, } | { "kind": "all" };

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

export type FollowRequest = { 
/**
 * The whole name, as papers have it.
 */
name: string, on: boolean, };

/**
 * What became of each file, and of the papers of which only title and link were known.
 */
export type ImportDone = { 
/**
 * Papers whose abstract and authors were fetched from arXiv.
 */
completed: number, 
/**
 * Papers of which only title and link are known still; the next import with a network goes on.
 */
incomplete: number, 
/**
 * Why arXiv could not be asked about them; the reports are imported all the same.
 */
problem?: Error, imported: Array<ImportedFile>, 
/**
 * Reports that were here already.
 */
unchanged: Array<string>, refused: Array<RefusedFile>, 
/**
 * Pages of a site that list reports and are none.
 */
skipped: Array<string>, };

export type ImportRequest = { 
/**
 * Files and folders.
 */
paths: Array<string>, };

/**
 * A report that is a digest now.
 */
export type ImportedFile = { path: string, date: string, 
/**
 * 1 for the first report or run of that day.
 */
attempt: number, papers: number, 
/**
 * What the reader should know about this report, a sentence each.
 */
said: Array<string>, };

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

export type LibraryCounts = { star: number, later: number, note: number, override: number, tags: Array<NamedCount>, 
/**
 * Of the followed authors.
 */
authors: Array<NamedCount>, };

/**
 * A page of the library.
 */
export type LibraryPage = { 
/**
 * Of the whole view.
 */
total: number, papers: Array<ListedOn>, };

export type LibraryRequest = { view: LibraryView, 
/**
 * The tag, or the author's name.
 */
value?: string, sort?: LibrarySort, offset: number, limit: number, };

/**
 * By when the reader put it there (an author's papers: by day), or by title.
 */
export type LibrarySort = "newest" | "oldest" | "title";

/**
 * What the library shows.
 */
export type LibraryView = "star" | "later" | "note" | "override" | "tag" | "author";

/**
 * A web address to open in the reader's browser; only http and https are.
 */
export type LinkRequest = { url: string, };

/**
 * A paper in a list that mixes days.
 */
export type ListedOn = { 
/**
 * Of the newest digest that lists it, else of its announcement.
 */
date: string | null, 
/**
 * False for a paper that was never judged: its verdict then says nothing.
 */
judged: boolean, paper: ListedPaper, };

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
failure: Failure | null, marks: Marks, 
/**
 * Whether the reader has written a note on it.
 */
note: boolean, 
/**
 * The reader's own decision, against the judge's; the verdict stays what it was.
 */
override: Decision | null, 
/**
 * The reader's tags.
 */
tags: Array<string>, };

/**
 * One of the reader's marks.
 */
export type MarkKind = "read" | "star" | "later";

export type MarkManyRequest = { ids: Array<ArxivId>, mark: MarkKind, on: boolean, };

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

export type NamedCount = { name: string, count: number, };

/**
 * An earlier text of a note.
 */
export type NoteVersionInfo = { 
/**
 * Until when the note was so.
 */
at: string, chars: number, };

export type NoteVersionRequest = { id: ArxivId, 
/**
 * As [`NoteVersionInfo`] gives it.
 */
at: string, };

/**
 * An earlier text of a note, and what has become of it.
 */
export type NoteVersionText = { text: string, 
/**
 * From this text to the present one, word by word.
 */
difference: Array<Piece>, };

/**
 * A note with its history.
 */
export type NoteView = { 
/**
 * Markdown; empty when there is none.
 */
text: string, saved_at: string | null, 
/**
 * Earlier texts, the newest first: at most one every five minutes, for thirty days.
 */
versions: Array<NoteVersionInfo>, 
/**
 * Why the vault could not be kept in step, if it could not; the note is saved all the same.
 */
vault_problem?: Error, };

/**
 * A request that needs to say nothing.
 */
export type Nothing = Record<symbol, never>;

/**
 * Where a digest came from.
 */
export type Origin = "run" | "sample" | "import";

export type OverrideRequest = { id: ArxivId, 
/**
 * Null takes the reader's decision back.
 */
decision: Decision | null, };

/**
 * The reader's own decision about a paper, if there is one.
 */
export type OverrideView = { decision: Decision | null, };

/**
 * A paper.
 */
export type PaperRequest = { id: ArxivId, };

/**
 * The length of a roll-up.
 */
export type Period = "week" | "month";

/**
 * A piece of two texts that are compared.
 */
export type Piece = { kind: PieceKind, text: string, };

export type PieceKind = "same" | "removed" | "added";

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
export type Progress = { "event": "stage" } & StageProgress | { "event": "finished" } & RunOutcome | { "event": "failed" } & Error | { "event": "export" } & ExportProgress;

export type RefusedFile = { path: string, reason: string, 
/**
 * Named by the reader, and not just met in a folder.
 */
named: boolean, };

/**
 * A week or a month.
 */
export type Rollup = { kind: Period, first: string, last: string, title: string, markdown: string, 
/**
 * Days with a digest.
 */
days: number, 
/**
 * Papers that were judged.
 */
papers: number, counts: Counts, 
/**
 * Words that more papers have than the period before would have made likely; empty when that has no digest.
 */
rose: Array<WordChange>, fell: Array<WordChange>, 
/**
 * Words of no digest of the year before; empty when there is none.
 */
first_seen: Array<WordChange>, 
/**
 * By decision (the reader's own before the judge's), star, evidence, and rank.
 */
best: Array<BestPaper>, };

/**
 * A week or month by a day of it.
 */
export type RollupRequest = { kind: Period, date: string, };

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
empty: EmptyDay | null, 
/**
 * Why the vault could not be kept in step, if it could not; the digest is stored all the same.
 */
vault_problem?: Error, announced: number, judged: number, filtered: number, failed: number, };

export type SaveNoteRequest = { id: ArxivId, 
/**
 * Markdown; an empty text deletes the note, its history stays.
 */
text: string, };

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

export type TagRequest = { id: ArxivId, tag: string, on: boolean, };

/**
 * The four counts.
 */
export type Tally = { announced: number, judged: number, filtered: number, failed: number, };

/**
 * A named cluster of the day's papers with one observation (赛道观察).
 */
export type Trend = { emoji: string, title: string, observation: string, papers: Array<ArxivId>, };

/**
 * A keyword in this period and the one before.
 */
export type WordChange = { word: string, 
/**
 * Papers that have it.
 */
count: number, 
/**
 * In the period before.
 */
before: number, };

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
  /** The note on a paper, with its history. */
  note: { request: PaperRequest; response: NoteView };
  /** Saves the note on a paper; an empty text deletes it. */
  save_note: { request: SaveNoteRequest; response: NoteView };
  /** An earlier text of a note, and what has become of it. */
  note_version: { request: NoteVersionRequest; response: NoteVersionText };
  /** The reader's own decision about a paper, against the judge's, or null to take it back. */
  override_verdict: { request: OverrideRequest; response: OverrideView };
  /** Puts a tag on a paper, or takes it off; gives its tags. */
  tag: { request: TagRequest; response: Array<string> };
  /** Marks many papers at once, all or none; gives those whose state changed. */
  mark_many: { request: MarkManyRequest; response: ChangedPapers };
  /** Follows an author in the chosen profile, or no longer; gives the followed ones. */
  follow_author: { request: FollowRequest; response: Array<string> };
  /** Papers of many days by what the reader did with them. */
  library: { request: LibraryRequest; response: LibraryPage };
  /** How many papers each view of the library holds. */
  library_counts: { request: Nothing; response: LibraryCounts };
  /** Reads reports from files and folders; what is none is refused by name, and the others are still imported. */
  import_reports: { request: ImportRequest; response: ImportDone };
  /** Writes digests or chosen papers to files; progress comes as `export` events. */
  export: { request: ExportRequest; response: ExportDone };
  /** Stops the exports that are going on; files that were written are whole. */
  cancel_export: { request: Nothing; response: Nothing };
  /** Lets the reader choose a file or folder; null when they chose none. */
  choose_path: { request: ChooseRequest; response: string | null };
  /** A paper as a citation. */
  citation: { request: CitationRequest; response: CitationText };
  /** A week or a month in one page. */
  rollup: { request: RollupRequest; response: Rollup };
}
