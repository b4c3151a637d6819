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
 * A code exists only if something branches on it: the exit code, the window's advice, or a retry.
 */
export type Code = "usage" | "not_found" | "offline" | "refused" | "unavailable" | "not_a_feed" | "broken_file" | "disk" | "busy" | "cancelled" | "defect";

export type ConnectionTest = { steps: Array<Step>, ok: boolean, };

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
 * Over all judged papers; None where a model judged none.
 */
evidence: Evidence | null, 
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
 * What judging will come to.
 */
export type Estimate = { papers: number, input_tokens: number, output_tokens: number, 
/**
 * In the provider's currency; None where the settings name no price.
 */
cost: number | null, };

export type EstimateRequest = { 
/**
 * A stored day; a usual one when absent.
 */
date?: string, };

/**
 * Of the figures and quoted names in an analysis, how many are in the text that the model was given.
 */
export type Evidence = { found: number, total: number, };

/**
 * A figure or quoted name that the shown verdict states.
 */
export type EvidenceFigure = { field: Field, 
/**
 * Which innovation, from 0.
 */
item: number, 
/**
 * In UTF-16 code units of the field.
 */
start: number, end: number, text: string, found: boolean, place: EvidencePlace | null, };

/**
 * Where the text has a figure; in UTF-16 code units of the title, the abstract, or the part of the full text that the
 * model was given.
 */
export type EvidencePlace = { source: EvidenceSource, start: number, end: number, 
/**
 * The words around it.
 */
quote: string, };

export type EvidenceReport = { found: number, total: number, figures: Array<EvidenceFigure>, };

export type EvidenceSource = "title" | "abstract" | "full_text";

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
 * Part of an analysis that states figures.
 */
export type Field = "summary" | "innovations" | "reason";

/**
 * A model server that was found on this machine.
 */
export type FoundServer = { name: string, kind: ProviderKind, base_url: string, models: Array<string>, };

/**
 * A paper's full text as it was fetched.
 */
export type FullTextView = { version: number, fetched_at: string, sections: Array<Section>, };

export type KeyRequest = { 
/**
 * The settings' when absent.
 */
base_url?: string, };

/**
 * Whether there is a key for an address. The key itself never leaves the engine.
 */
export type KeyStatus = { stored: boolean, from: Origin | null, 
/**
 * `ok`, or why the keychain cannot be used.
 */
keychain: string, 
/**
 * Scheme, host and port: what the key is bound to.
 */
place: string, };

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
 * None for the built-in judge, which copies sentences.
 */
evidence: Evidence | null, 
/**
 * Its full text is stored here.
 */
full_text: boolean, 
/**
 * arXiv has no HTML of it: the verdict stays on the abstract.
 */
no_full_text: boolean, 
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
 * The models of a server, or why it lists none: a name can be typed then.
 */
export type ModelList = { models: Array<string>, problem: string | null, };

export type ModelsRequest = { kind: ProviderKind, base_url: string, };

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

export type PaperRequest = { id: ArxivId, };

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
 * A provider to choose from.
 */
export type ProviderInfo = { id: string, 
/**
 * In the language of the interface.
 */
name: string, kind: ProviderKind, base_url: string, 
/**
 * Cheap and good enough first; names age, the server's own list is what counts.
 */
models: Array<string>, 
/**
 * On the reader's own machine.
 */
local: boolean, key_needed: boolean, 
/**
 * Where a key is made.
 */
key_url: string | null, };

/**
 * The protocol a server speaks.
 */
export type ProviderKind = "openai" | "ollama";

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
 * A section of a paper with the text of its subsections.
 */
export type Section = { 
/**
 * As it is numbered in the paper; empty for text before the first heading.
 */
heading: string, paragraphs: Array<string>, };

export type SetKeyRequest = { base_url: string, 
/**
 * None forgets it.
 */
key: string | null, };

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
export type Stage = "fetch" | "filter" | "rank" | "judge" | "deep_read" | "trend" | "store";

/**
 * `done` of `total` of a stage.
 */
export type StageProgress = { stage: Stage, date: string | null, done: number, total: number, elapsed_seconds: number, 
/**
 * Spent so far, in the provider's currency.
 */
cost: number, 
/**
 * What the run will come to: in its first event from what is usual, and once more when the papers are known.
 */
estimate?: Estimate, };

/**
 * One thing that a test of the connection looked at.
 */
export type Step = { name: StepName, state: StepState, 
/**
 * For the reader, in the language of the interface. May hold what the server said: untrusted text.
 */
detail: string, };

export type StepName = "reachable" | "authorised" | "model" | "structured" | "context" | "cost";

export type StepState = "ok" | "failed" | "unknown" | "skipped";

/**
 * The four counts.
 */
export type Tally = { announced: number, judged: number, filtered: number, failed: number, };

/**
 * What is absent is the settings'.
 */
export type TestRequest = { kind?: ProviderKind, base_url?: string, model?: string, };

/**
 * A named cluster of the day's papers with one observation (赛道观察).
 */
export type Trend = { emoji: string, title: string, observation: string, papers: Array<ArxivId>, };

/**
 * What went to models. All money is in the provider's currency, by the prices of the settings at that time.
 */
export type UsageReport = { 
/**
 * The newest day first.
 */
rows: Array<UsageRow>, total_cost: number, today_cost: number, 
/**
 * `judge.budget_per_day`; 0 is no cap.
 */
budget: number, };

export type UsageRequest = { 
/**
 * The first day of the reader's own calendar; all when absent.
 */
since?: string, until?: string, };

/**
 * All that one model was asked for on one day for one purpose.
 */
export type UsageRow = { 
/**
 * The reader's own day.
 */
day: string, model: string, 
/**
 * `judge`, `deep_read`, `trends`, `test` or `translation`.
 */
purpose: string, requests: number, input_tokens: number, output_tokens: number, 
/**
 * In the provider's currency.
 */
cost: number, };

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
  /** The services and local servers to choose a model from. */
  providers: { request: Nothing; response: Array<ProviderInfo> };
  /** The model servers on this machine, within a second. */
  find_servers: { request: Nothing; response: Array<FoundServer> };
  /** The models that a server lists. */
  models: { request: ModelsRequest; response: ModelList };
  /** Judges an invented paper, and says step by step what works, within ten seconds. */
  test_connection: { request: TestRequest; response: ConnectionTest };
  /** Whether there is a key for an address. */
  key_status: { request: KeyRequest; response: KeyStatus };
  /** Keeps a key in the system's keychain, bound to scheme, host and port of the address, or forgets it. */
  set_key: { request: SetKeyRequest; response: KeyStatus };
  /** What judging a day will come to. */
  estimate: { request: EstimateRequest; response: Estimate };
  /** What models were asked for, and what it cost. */
  usage: { request: UsageRequest; response: UsageReport };
  /** Each figure of a paper's verdict, and where the text that the model was given has it. */
  evidence: { request: PaperRequest; response: EvidenceReport };
  /** A paper's full text, where it was fetched. */
  full_text: { request: PaperRequest; response: FullTextView | null };
}
