// Generated from src-tauri/engine/src/api by `make types`. Do not edit.

/**
 * How arXiv announced a paper that day, in the order of its lists. Source: arXiv's RSS specification,
 * `arxiv:announce_type`.
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
 * One finished run of a day.
 */
export type Attempt = { 
/**
 * Counts up from 1; the highest is what is shown.
 */
attempt: number, generated_at: string, judge: string, origin: Origin, counts: Counts, };

/**
 * A day by its date.
 */
export type AttemptsRequest = { date: string, };

/**
 * What the judge had read.
 */
export type Basis = "abstract" | "full_text";

/**
 * A missed day that was made by a later run.
 */
export type CaughtUp = { date: string, announced: number, judged: number, filtered: number, failed: number, };

/**
 * A paper on which two attempts differ.
 */
export type ChangedVerdict = { id: ArxivId, title: string, before: Decision, after: Decision, reason_before: string, reason_after: string, };

/**
 * A code exists only if something branches on it: the exit code, the window's advice, or a retry.
 */
export type Code = "usage" | "not_found" | "offline" | "refused" | "unavailable" | "not_a_feed" | "broken_file" | "disk" | "busy" | "cancelled" | "defect";

/**
 * Two attempts at one day.
 */
export type CompareRequest = { date: string, a: number, b: number, };

/**
 * What differs between two attempts at a day.
 */
export type Comparison = { 
/**
 * Papers that both judged, and not alike.
 */
changed: Array<ChangedVerdict>, only_a: Array<NamedPaper>, only_b: Array<NamedPaper>, 
/**
 * Papers that both judged alike.
 */
same: number, };

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
counts: Counts | null, ledger: Tally | null, origin: Origin | null, 
/**
 * Listed papers that are read.
 */
read: number, 
/**
 * How often the day was made.
 */
attempts: number, };

/**
 * What a day is.
 */
export type DayKind = "digest" | "weekend" | "holiday" | "not_announced" | "missed" | "unconfirmed";

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
sample?: boolean, 
/**
 * An earlier attempt at the day, instead of the one that is shown.
 */
attempt?: number, };

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
 * The day's list was put together from arXiv's second source: its membership can differ from the feed's.
 */
reconstructed: boolean, 
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
 * One line for the reader, with times in the reader's zone.
 */
message: string, 
/**
 * When the day is looked at again.
 */
next_try: string | null, };

export type EmptyKind = "weekend" | "holiday" | "not_announced" | "unconfirmed" | "nothing";

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
 * What became of a paper in one digest.
 */
export type Fate = { date: string, profile: string, 
/**
 * Which run of the day this is; the newest finished one is what is shown.
 */
attempt: number, announce_type: AnnounceType, 
/**
 * `waiting`, `judged`, `filtered` or `failed`.
 */
state: string, 
/**
 * Of a filtered paper.
 */
rule: string | null, 
/**
 * Of a failed one.
 */
failure: Failure | null, rank: number | null, 
/**
 * Of the verdict that is shown for it.
 */
decision: string | null, reason: string | null, judged_by: string | null, };

/**
 * A profile as the reader is changing it: what the filter reads of it.
 */
export type FilterProfile = { include_terms: Array<string>, exclude_terms: Array<string>, authors: Array<string>, categories: Array<string>, };

/**
 * A paper that was judged now.
 */
export type JudgedView = { 
/**
 * With the new verdict.
 */
paper: ListedPaper, };

/**
 * The language of analyses and reports.
 */
export type Language = "zh-CN" | "en";

/**
 * Every announced paper of a digest (`ledger --json`).
 */
export type Ledger = { date: string, closed: boolean, 
/**
 * The list was put together from arXiv's second source: its membership can differ from the feed's.
 */
reconstructed: boolean, categories: { [key in string]: Tally }, papers: Array<LedgerPaper>, announced: number, judged: number, filtered: number, failed: number, };

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
failure: Failure | null, marks: Marks, 
/**
 * Set when this is a new version of a paper that arXiv announced before.
 */
revision: Revision | null, 
/**
 * Its authors took it back.
 */
withdrawn: boolean, 
/**
 * Where its code or project is, from abstract and comment.
 */
code_links: Array<string>, };

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
 * A paper that a changed profile moves.
 */
export type Moved = { id: ArxivId, title: string, date: string, 
/**
 * The rule that would take it out, or that takes it out now.
 */
rule: string, };

/**
 * A paper by its identifier and title.
 */
export type NamedPaper = { id: ArxivId, title: string, };

/**
 * Why no list that is followed holds a paper.
 */
export type NotListed = "category" | "not_fetched" | "not_announced" | "not_in_list" | "unknown_id" | "not_looked_up";

/**
 * A request that needs to say nothing.
 */
export type Nothing = Record<symbol, never>;

/**
 * Where a digest came from.
 */
export type Origin = "run" | "sample" | "import";

/**
 * One version of a work, as announced.
 */
export type Paper = { id: ArxivId, version: number, 
/**
 * One line; may hold LaTeX.
 */
title: string, authors: Array<string>, 
/**
 * The primary category first.
 */
categories: Array<string>, 
/**
 * May hold LaTeX.
 */
abstract: string, comment?: string, url: string, };

/**
 * A paper by its identifier; a version in it is left aside.
 */
export type PaperRequest = { id: ArxivId, };

/**
 * A verdict that was given at some time.
 */
export type PaperVerdict = { decision: Decision, reason: string, judged_by: string, basis: Basis, judged_at: string, 
/**
 * Whether it was made for the chosen profile as it is now.
 */
profile_current: boolean, };

/**
 * A version that is known of.
 */
export type PaperVersion = { version: number, 
/**
 * The first list that held it.
 */
date: string | null, announce_type: AnnounceType | null, 
/**
 * Only where a source told it; the daily feed does not.
 */
submitted: string | null, };

/**
 * All that is stored of a paper.
 */
export type PaperView = { 
/**
 * As its digest lists it, else with its newest verdict; None when nobody has judged it.
 */
paper: ListedPaper | null, 
/**
 * Its newest stored version, judged or not; None when it is not stored.
 */
text: Paper | null, 
/**
 * The digest that lists it.
 */
date: string | null, versions: Array<PaperVersion>, 
/**
 * The newest first.
 */
verdicts: Array<PaperVerdict>, 
/**
 * In every digest that it was announced for, the newest first.
 */
fates: Array<Fate>, withdrawn: boolean, code_links: Array<string>, };

/**
 * The effect of a changed profile on the last stored days.
 */
export type Preview = { 
/**
 * Stored days that were looked at, at most 30.
 */
days: number, 
/**
 * Papers in their lists.
 */
papers: number, 
/**
 * Papers that would be taken out and are not now; the newest first, at most 200.
 */
out: Array<Moved>, 
/**
 * Papers that would be let in and are taken out now.
 */
let_in: Array<Moved>, out_total: number, let_in_total: number, };

/**
 * Asks what a changed profile would take out or let in.
 */
export type PreviewRequest = { profile: FilterProfile, 
/**
 * The saved profile to compare with; the chosen one when absent.
 */
file?: string, };

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
 * Which version of a known paper this is.
 */
export type Revision = { version: number, 
/**
 * The newest version that an earlier list held; None when no list here held one.
 */
previous: number | null, 
/**
 * The day on which the paper was first announced, as far as it is known here.
 */
first_announced: string | null, };

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
 * Why there is no digest of the day, or what is odd about it.
 */
empty: EmptyDay | null, 
/**
 * Missed days that this run made as well, oldest first.
 */
caught_up: Array<CaughtUp>, 
/**
 * What else the reader is to know, a line each: a feed that is broken, days that could not be caught up.
 */
remarks: Array<string>, announced: number, judged: number, filtered: number, failed: number, };

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

/**
 * What became of a paper, on one screen.
 */
export type WhyView = { id: ArxivId, title: string | null, stored: boolean, 
/**
 * The answer in one sentence, in the language of the interface.
 */
headline: string, lines: Array<string>, fates: Array<Fate>, 
/**
 * Set when no list that is followed holds it.
 */
not_listed: NotListed | null, 
/**
 * Whether its text is here, so that it can be judged.
 */
can_judge: boolean, };

/**
 * A year of the archive.
 */
export type YearRequest = { year: number, };

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
  /** All that is stored of a paper. */
  paper: { request: PaperRequest; response: PaperView };
  /** What became of a paper: in which list, which rule or verdict and by whom, or why no list holds it. One that is not
 stored is looked up at arXiv. */
  why: { request: PaperRequest; response: WhyView };
  /** Judges a paper now, by the chosen judge; one that is not stored is fetched from arXiv. */
  judge: { request: PaperRequest; response: JudgedView };
  /** What a changed profile would take out of the last 30 stored days, or let in. */
  preview_filter: { request: PreviewRequest; response: Preview };
  /** A year for the calendar. */
  year: { request: YearRequest; response: Array<DayCell> };
  /** The finished attempts at a day. */
  attempts: { request: AttemptsRequest; response: Array<Attempt> };
  /** What changed between two attempts at a day. */
  compare: { request: CompareRequest; response: Comparison };
}
