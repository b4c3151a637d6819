// Generated from src-tauri/engine/src/api by `make types`. Do not edit.

/**
 * What the reader said of papers, against what their digest says. A star says "recommend".
 */
export type Agreement = { pairs: Array<AgreementPair>, 
/**
 * Oldest first, at most the last twelve in which something was said.
 */
months: Array<AgreementMonth>, };

/**
 * A month of days.
 */
export type AgreementMonth = { 
/**
 * `YYYY-MM`.
 */
month: string, agreed: number, said: number, };

/**
 * How often the judge said one thing and the reader another, or the same.
 */
export type AgreementPair = { judge: Decision, reader: Decision, papers: number, };

/**
 * How arXiv announced a paper that day, in the order of its lists. Source: arXiv's RSS specification,
 * `arxiv:announce_type`.
 */
export type AnnounceType = "new" | "cross" | "replace" | "replace-cross";

/**
 * What the window needs before it can draw anything.
 */
export type AppInfo = { version: string, 
/**
 * Of the SQLite that is built in.
 */
sqlite: string, data_dir: string, 
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
 * Where the reader is in the first minutes.
 */
guide: Guide, 
/**
 * The copy in the place that the data was moved from, while it is still there.
 */
old_copy: string | null, 
/**
 * Where a link from outside led when the window was opened, once.
 */
destination: Destination | null, 
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
 * A backup.
 */
export type Backup = { path: string, at: string, bytes: number, kind: BackupKind, papers: number, digests: number, notes: number, };

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
 * A paper that stands out, with the day of its digest.
 */
export type BestPaper = { date: string, paper: ListedPaper, };

/**
 * One of arXiv's categories.
 */
export type Category = { id: string, name: string, group: string, };

/**
 * A missed day that was made by a later run.
 */
export type CaughtUp = { date: string, announced: number, judged: number, filtered: number, failed: number, };

/**
 * The papers whose state changed: sent back with `on` turned round, they are as before.
 */
export type ChangedPapers = { changed: Array<ArxivId>, };

/**
 * A paper on which two attempts differ.
 */
export type ChangedVerdict = { id: ArxivId, title: string, before: Decision, after: Decision, reason_before: string, reason_after: string, };

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

export type ChooseKind = "open_folder" | "save";

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
 * What the reader chose when the window was closed.
 */
export type CloseRequest = { 
/**
 * Goes on in the tray; else the app ends.
 */
keep: boolean, 
/**
 * Not asked again.
 */
remember: boolean, };

/**
 * A code exists only if something branches on it: the exit code, the window's advice, or a retry.
 */
export type Code = "usage" | "not_found" | "offline" | "refused" | "unavailable" | "not_a_feed" | "broken_file" | "disk" | "damaged" | "busy" | "cancelled" | "defect";

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
 * A query that is being typed.
 */
export type CompleteRequest = { query: string, 
/**
 * In UTF-16 units, as `selectionStart` of an input.
 */
cursor: number, };

/**
 * A suggestion for the piece of the query that ends at the cursor.
 */
export type Completion = { 
/**
 * Goes in place of the text from `from` to the cursor.
 */
insert: string, label: string, kind: CompletionKind, 
/**
 * In UTF-16 units, as the cursor.
 */
from: number, };

/**
 * What kind of thing is suggested.
 */
export type CompletionKind = "author" | "category" | "tag" | "operator" | "term";

export type ConnectionTest = { steps: Array<Step>, ok: boolean, };

/**
 * Judged papers by decision.
 */
export type Counts = { recommend: number, borderline: number, skip: number, };

/**
 * Where the data is now.
 */
export type DataPlace = { path: string, };

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
previous: string | null, next: string | null, 
/**
 * Which run of the day this is, and how many there are.
 */
attempt: number, attempts: number, };

/**
 * 推荐 / 边缘可看 / 不推荐.
 */
export type Decision = "recommend" | "borderline" | "skip";

/**
 * Whose keys were deleted.
 */
export type DeletedKeys = { 
/**
 * Scheme, host and port.
 */
places: Array<string>, };

/**
 * A place in the window.
 */
export type Destination = { "to": "today" } | { "to": "day", date: string, } | { "to": "paper", id: ArxivId, } | { "to": "search", query: string, } | { "to": "settings" };

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
 * Over all judged papers; None where a model judged none.
 */
evidence: Evidence | null, 
/**
 * Judged papers, recommended first, then by rank; then the failed ones.
 */
papers: Array<ListedPaper>, };

export type DragRequest = { 
/**
 * The file's name with its extension, `bib` or `md`; what a system does not take becomes `-`.
 */
name: string, text: string, };

export type DraggedFile = { 
/**
 * As `text/uri-list` names a file: `file:///…`.
 */
address: string, };

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
 * Where the text has a figure; in UTF-16 code units of the title, of the abstract, or of a paragraph or heading of the
 * stored full text.
 */
export type EvidencePlace = { source: EvidenceSource, 
/**
 * In the full text: which section, from 0.
 */
section: number | null, 
/**
 * In the full text: which paragraph of the section, from 0; None for its heading.
 */
paragraph: number | null, start: number, end: number, 
/**
 * The words around it.
 */
quote: string, };

export type EvidenceReport = { found: number, total: number, figures: Array<EvidenceFigure>, };

export type EvidenceSource = "title" | "abstract" | "full_text";

/**
 * What an export has written.
 */
export type ExportDone = { path: string, 
/**
 * Files written; notes of a vault that stayed the same are not.
 */
files: number, days: number, 
/**
 * Papers that a search found and that are not in the files: nobody has judged them.
 */
left_out: number, };

/**
 * `done` of `total` days that are read, or files that are written.
 */
export type ExportProgress = { stage: ExportStage, done: number, total: number, };

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
 * What an export does: first it reads what is stored, then it writes files.
 */
export type ExportStage = "read" | "write";

/**
 * What is exported.
 */
export type ExportWhat = { "kind": "day", date: string, } | { "kind": "papers", ids: Array<ArxivId>, } | { "kind": "search", query: string, } | { "kind": "all" };

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
 * Part of an analysis that states figures.
 */
export type Field = "summary" | "innovations" | "reason";

/**
 * A profile as the reader is changing it: what the filter reads of it.
 */
export type FilterProfile = { include_terms: Array<string>, exclude_terms: Array<string>, authors: Array<string>, categories: Array<string>, };

export type FollowRequest = { 
/**
 * The whole name, as papers have it.
 */
name: string, on: boolean, };

/**
 * A paper of the live list.
 */
export type ForYouPaper = { id: ArxivId, title: string, date: string, 
/**
 * Relevance in 0..=1 as of now.
 */
score: number, for: Array<string>, against: Array<string>, };

/**
 * The live list.
 */
export type ForYouRequest = { 
/**
 * How many days back from the newest digest; 7 when absent.
 */
days?: number, limit: number, };

/**
 * A model server that was found on this machine.
 */
export type FoundServer = { name: string, kind: ProviderKind, base_url: string, models: Array<string>, };

/**
 * A paper's full text as it was fetched.
 */
export type FullTextView = { version: number, fetched_at: string, sections: Array<Section>, };

/**
 * The guide as it was left.
 */
export type Guide = { step: GuideStep, state: GuideState, };

/**
 * How far the guide has come.
 */
export type GuideState = "none" | "open" | "left" | "done";

/**
 * The steps of the first minutes, in their order.
 */
export type GuideStep = "language" | "interests" | "model" | "schedule" | "run";

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
problem?: Error, 
/**
 * Why the vault could not be kept in step.
 */
vault_problem?: Error, imported: Array<ImportedFile>, 
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
 * How far the index is.
 */
export type Indexing = { indexed: number, papers: number, 
/**
 * Whether everything that is stored can be found.
 */
current: boolean, };

/**
 * A paper that was judged now.
 */
export type JudgedView = { 
/**
 * With the new verdict.
 */
paper: ListedPaper, };

/**
 * Where a key was found.
 */
export type KeyOrigin = "keychain" | "environment";

export type KeyRequest = { 
/**
 * The settings' when absent.
 */
base_url?: string, };

/**
 * Whether there is a key for an address. The key itself never leaves the engine.
 */
export type KeyStatus = { stored: boolean, from: KeyOrigin | null, 
/**
 * `ok`, or why the keychain cannot be used.
 */
keychain: string, 
/**
 * Scheme, host and port: what the key is bound to.
 */
place: string, };

/**
 * How many papers of a day have a keyword.
 */
export type KeywordCount = { date: string, papers: number, };

/**
 * A keyword of verdicts, day by day.
 */
export type KeywordView = { keyword: string, days: Array<KeywordCount>, };

/**
 * The keywords of a range of days.
 */
export type KeywordsRequest = { 
/**
 * `YYYY-MM-DD`; the last 84 days when absent.
 */
since?: string, 
/**
 * The most that are given, the most frequent first.
 */
limit: number, };

/**
 * How many papers were learnt from, by who said it.
 */
export type LabelCounts = { 
/**
 * The reader's overrides and stars.
 */
own: number, 
/**
 * Papers that the reader read, noted or put aside.
 */
weak: number, 
/**
 * Verdicts of models.
 */
model: number, };

/**
 * The language of analyses and reports.
 */
export type Language = "zh-CN" | "en";

/**
 * The end of a run.
 */
export type LastRun = { at: string, 
/**
 * `finished`, `empty`, `failed` or `missed`.
 */
outcome: string, 
/**
 * Empty when all went well.
 */
message: string, };

/**
 * What has been learnt for the chosen profile.
 */
export type LearnedView = { 
/**
 * `judge.learn`.
 */
enabled: boolean, labels: LabelCounts, 
/**
 * The weightiest first; a negative weight speaks against a paper.
 */
words: Array<LearnedWord>, 
/**
 * When something was learnt last since the start of the program; null for nothing.
 */
trained_at: string | null, };

/**
 * A word with its weight in deviations of the score.
 */
export type LearnedWord = { word: string, weight: number, };

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
 * A line as it is read.
 */
export type LineReading = { 
/**
 * As the reader wrote it.
 */
line: string, 
/**
 * Empty when no word of it is understood.
 */
english: string, by: ReadBy, 
/**
 * No word of it is in any paper of the archive: it matches nothing yet. False while there is no archive.
 */
silent: boolean, };

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
code_links: Array<string>, 
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
 * The end of the newest log.
 */
export type LogView = { 
/**
 * The folder of the logs.
 */
path: string, text: string, };

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
 * Where the data is to go.
 */
export type MoveRequest = { path: string, };

/**
 * A paper that a changed profile moves.
 */
export type Moved = { id: ArxivId, title: string, date: string, 
/**
 * The rule that would take it out, or that takes it out now.
 */
rule: string, };

export type NamedCount = { name: string, count: number, };

/**
 * A paper by its identifier and title.
 */
export type NamedPaper = { id: ArxivId, title: string, };

/**
 * One polite request for the feed of the followed categories.
 */
export type NetworkTest = { 
/**
 * `network.proxy` as it was used.
 */
proxy: string, address: string, 
/**
 * How long it took; the pause that arXiv asks for between two requests is in it.
 */
seconds: number, 
/**
 * Why it could not be had.
 */
error: Error | null, };

/**
 * A new profile that begins as a copy.
 */
export type NewProfileRequest = { name: string, 
/**
 * The file's name of the profile that is copied.
 */
from: string, };

/**
 * Why no list that is followed holds a paper.
 */
export type NotListed = "category" | "not_fetched" | "not_announced" | "not_in_list" | "unknown_id" | "not_looked_up";

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
 * A model's words on a week or a month, as plain text.
 */
export type Paragraph = { text: string, 
/**
 * Who wrote it.
 */
model: string, };

/**
 * Pauses what the app does by itself until tomorrow, or ends the pause.
 */
export type PauseRequest = { on: boolean, };

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
 * How the lines of a profile are read.
 */
export type ProfileReading = { 
/**
 * Those of `focus`, then those of `exclude`.
 */
lines: Array<LineReading>, 
/**
 * Whether there is a model to translate what wants it.
 */
model: boolean, };

/**
 * A profile's file name without `.toml`.
 */
export type ProfileRequest = { file: string, };

/**
 * A profile as the window edits it.
 */
export type ProfileText = { name: string, role: string, focus: Array<string>, exclude: Array<string>, include_terms: Array<string>, exclude_terms: Array<string>, authors: Array<string>, categories: Array<string>, 
/**
 * Percent to recommend, to call borderline, and to skip.
 */
shares: [number, number, number], };

/**
 * A profile with its file.
 */
export type ProfileView = { 
/**
 * The file's name without `.toml`.
 */
file: string, 
/**
 * Shipped with the app and not yet edited.
 */
preset: boolean, name: string, role: string, focus: Array<string>, exclude: Array<string>, include_terms: Array<string>, exclude_terms: Array<string>, authors: Array<string>, categories: Array<string>, 
/**
 * Percent to recommend, to call borderline, and to skip.
 */
shares: [number, number, number], };

/**
 * What a run tells while it goes on; the last one is `finished` or `failed`.
 */
export type Progress = { "event": "stage" } & StageProgress | { "event": "finished" } & RunOutcome | { "event": "failed" } & Error | { "event": "verdict" } & VerdictProgress | { "event": "export" } & ExportProgress;

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
 * A paper by its id.
 */
export type RankedPaper = { id: ArxivId, };

/**
 * What a line is read by.
 */
export type ReadBy = "itself" | "glossary" | "translation";

export type RefusedFile = { path: string, reason: string, 
/**
 * Named by the reader, and not just met in a folder.
 */
named: boolean, };

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
best: Array<BestPaper>, 
/**
 * What a model wrote of it, once for these digests.
 */
paragraph: Paragraph | null, 
/**
 * Why the model that was asked wrote none.
 */
problem: Error | null, };

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
remarks: Array<string>, 
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
 * A profile to be written.
 */
export type SaveProfileRequest = { file: string, profile: ProfileText, };

/**
 * What the app does by itself, and when next.
 */
export type ScheduleView = { enabled: boolean, 
/**
 * `auto`, or `HH:MM` local.
 */
time: string, 
/**
 * In the past when a run is due now; None when the schedule is off.
 */
next_due: string | null, paused_until: string | null, 
/**
 * None where it cannot be had.
 */
start_at_login: boolean | null, 
/**
 * What the newest run came to.
 */
last: LastRun | null, 
/**
 * The newest run that was late, and why.
 */
missed: LastRun | null, };

/**
 * Where a search found something. The order is that of the columns of the index.
 */
export type SearchField = "abstract" | "analysis" | "title" | "translated_title" | "keywords" | "authors" | "note" | "tags" | "id";

/**
 * A paper that was found.
 */
export type SearchHit = { id: ArxivId, title: string, 
/**
 * The first day of whose list it is.
 */
date: string | null, 
/**
 * More is better; comparable within one search only.
 */
score: number, 
/**
 * Where the snippet is from.
 */
field: SearchField, snippet: Array<SnippetPiece>, 
/**
 * The reader's own, else the newest verdict's.
 */
decision: Decision | null, marks: Marks, };

/**
 * A page of a search.
 */
export type SearchRequest = { 
/**
 * Words, "phrases", -word, OR, and the filters author: title: note: cat: date: decision: has: is: tag: id:
 */
query: string, sort?: SearchSort, offset?: number, limit: number, };

/**
 * What was found.
 */
export type SearchResult = { hits: Array<SearchHit>, total: number, 
/**
 * False: there are at least so many.
 */
total_is_exact: boolean, 
/**
 * The query that was answered instead, because nothing matched what was typed.
 */
corrected: string | null, 
/**
 * Set while the index is still being made, the newest days first: there may be more to find soon.
 */
indexing: Indexing | null, elapsed_ms: number, };

/**
 * How hits are ordered. What has the words as they stand comes before what has them inside of others, either way.
 */
export type SearchSort = "relevance" | "date";

/**
 * A section of a paper with the text of its subsections.
 */
export type Section = { 
/**
 * As it is numbered in the paper; empty for text before the first heading.
 */
heading: string, paragraphs: Array<string>, };

/**
 * What a profile may begin with.
 */
export type Seed = { focus: Array<string>, include_terms: Array<string>, categories: Array<string>, 
/**
 * How many papers it was made from.
 */
papers: number, };

/**
 * arXiv links, identifiers or BibTeX, as pasted.
 */
export type SeedRequest = { text: string, };

export type SetKeyRequest = { base_url: string, 
/**
 * None forgets it.
 */
key: string | null, };

/**
 * What the reader says that a line means.
 */
export type SetReadingRequest = { 
/**
 * The profile's file name.
 */
file: string, line: string, 
/**
 * Empty: the line is read by the glossary, or translated again by the next run.
 */
english: string, };

/**
 * One key of `settings.toml`.
 */
export type SettingKey = { 
/**
 * Such as `ui.theme`.
 */
key: string, 
/**
 * As TOML.
 */
value: string, default: string, 
/**
 * The values that it may have, when they are few.
 */
options: Array<string> | null, };

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
 * All settings.
 */
export type SettingsView = { path: string, keys: Array<SettingKey>, 
/**
 * What is wrong with the file, when it cannot be read; the keys are then the defaults.
 */
broken: Error | null, };

/**
 * A verdict with what the reader is told about it.
 */
export type ShownVerdict = { judged_by: string, basis: Basis, flags: Array<string>, score: number, judged_at: string, decision: Decision, reason: string, translated_title: string, keywords: Array<string>, pain_point: string, application_value: string, summary: string, innovations: Array<string>, };

/**
 * A paper of the archive near to another.
 */
export type SimilarPaper = { id: ArxivId, title: string, 
/**
 * When it was first announced here; null for one that never was.
 */
date: string | null, 
/**
 * 1 = the same, 0 = as far apart as any two papers.
 */
score: number, };

/**
 * The papers nearest to one.
 */
export type SimilarRequest = { id: ArxivId, limit: number, };

/**
 * A run of text in a snippet.
 */
export type SnippetPiece = { text: string, 
/**
 * Whether this is what was asked for.
 */
hit: boolean, };

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
 * Starts the app with the desktop's session, hidden, or no longer.
 */
export type StartRequest = { on: boolean, };

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

export type TagRequest = { id: ArxivId, tag: string, on: boolean, };

/**
 * The four counts.
 */
export type Tally = { announced: number, judged: number, filtered: number, failed: number, };

/**
 * What is absent is the settings'.
 */
export type TestRequest = { kind?: ProviderKind, base_url?: string, model?: string, };

/**
 * How many papers of a day belong to a topic.
 */
export type TopicCount = { date: string, papers: number, };

/**
 * A topic that goes on from day to day, named as on its newest day.
 */
export type TopicView = { topic: number, title: string, emoji: string, 
/**
 * Oldest first.
 */
days: Array<TopicCount>, };

/**
 * Topics from a day on.
 */
export type TopicsRequest = { 
/**
 * `YYYY-MM-DD`; the last 30 days when absent.
 */
since?: string, };

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

/**
 * A paper as the digest that is being made lists it now.
 */
export type VerdictProgress = { date: string, paper: ListedPaper, };

/**
 * What a reset left.
 */
export type WasReset = { 
/**
 * The backup of all that was there: restoring it brings everything back.
 */
backup: string, };

/**
 * What speaks for a paper and against it, as the judge sees it now: words of the profile, then words that were learnt.
 */
export type WhyRanked = { for: Array<string>, against: Array<string>, };

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
  /** What the app does by itself, and when next. */
  schedule: { request: Nothing; response: ScheduleView };
  /** Pauses what the app does by itself until tomorrow, or ends the pause. */
  pause: { request: PauseRequest; response: ScheduleView };
  /** Starts the app with the desktop's session, hidden, or no longer. */
  set_start_at_login: { request: StartRequest; response: ScheduleView };
  /** What the reader chose when the window was closed. */
  close: { request: CloseRequest; response: Nothing };
  /** The window has shown something. */
  painted: { request: Nothing; response: Nothing };
  /** Remembers where the reader is in the first minutes; the schedule waits while the guide is open. */
  set_guide: { request: Guide; response: Nothing };
  /** The papers of the whole archive that are nearest to one. */
  similar: { request: SimilarRequest; response: Array<SimilarPaper> };
  /** What the built-in judge has learnt from the reader and from models. */
  learned: { request: Nothing; response: LearnedView };
  /** Forgets what was learnt; the reader's own words stay as they are. */
  reset_learning: { request: Nothing; response: LearnedView };
  /** What speaks for a paper and against it, as of now. */
  why_ranked: { request: RankedPaper; response: WhyRanked };
  /** What the reader has not read of the last days, in the order of now. */
  for_you: { request: ForYouRequest; response: Array<ForYouPaper> };
  /** Lines of the profile that matched nothing in the archive. */
  silent_lines: { request: Nothing; response: Array<string> };
  /** How the built-in judge reads the lines of a profile. */
  profile_reading: { request: ProfileRequest; response: ProfileReading };
  /** Keeps what a line of a profile means in English, as the reader says it. */
  set_profile_reading: { request: SetReadingRequest; response: ProfileReading };
  /** Has the model translate the lines of a profile that want it. */
  translate_profile: { request: ProfileRequest; response: ProfileReading };
  /** Topics that go on from day to day. */
  topics: { request: TopicsRequest; response: Array<TopicView> };
  /** Keywords of judged papers over days, the most frequent first. */
  keywords: { request: KeywordsRequest; response: Array<KeywordView> };
  /** Where the reader and the judge said the same of a paper, and where not. */
  agreement: { request: Nothing; response: Agreement };
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
  /** Writes digests, chosen papers or what a search finds to files; progress comes as `export` events. */
  export: { request: ExportRequest; response: ExportDone };
  /** Stops the exports that are going on; files that were written are whole. */
  cancel_export: { request: Nothing; response: Nothing };
  /** Lets the reader choose a folder, or a place for a file; null when they chose none. */
  choose_path: { request: ChooseRequest; response: string | null };
  /** Lets the reader choose files to read, one or many; none when they chose none. */
  choose_files: { request: Nothing; response: Array<string> };
  /** A paper as a citation. */
  citation: { request: CitationRequest; response: CitationText };
  /** Makes a file of what the reader begins to drag out of the window. */
  drag_out: { request: DragRequest; response: DraggedFile };
  /** A week or a month in one page. */
  rollup: { request: RollupRequest; response: Rollup };
  /** The same with one paragraph by the model, which is asked once for the same digests. */
  sum_up: { request: RollupRequest; response: Rollup };
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
  /** Deletes the keys of all services from the keychain. */
  delete_keys: { request: Nothing; response: DeletedKeys };
  /** What judging a day will come to. */
  estimate: { request: EstimateRequest; response: Estimate };
  /** What models were asked for, and what it cost. */
  usage: { request: UsageRequest; response: UsageReport };
  /** Each figure of a paper's verdict, and where the text that the model was given has it. */
  evidence: { request: PaperRequest; response: EvidenceReport };
  /** A paper's full text, where it was fetched. */
  full_text: { request: PaperRequest; response: FullTextView | null };
  /** Searches papers, analyses, notes and tags. */
  search: { request: SearchRequest; response: SearchResult };
  /** What may be typed next, for the piece of the query at the cursor. */
  complete: { request: CompleteRequest; response: Array<Completion> };
  /** Makes a backup: in backups/, or at a path. */
  backup: { request: BackupRequest; response: Backup };
  /** The backups in backups/, newest first. */
  backups: { request: Nothing; response: Array<Backup> };
  /** Puts a backup in the place of the database, which is kept. */
  restore: { request: RestoreRequest; response: Restored };
  /** Looks at everything that keeps the data safe, and says what to do. */
  doctor: { request: Nothing; response: Checkup };
  /** Copies the data folder to another place, checks the copy, and goes on there after a restart. */
  move_data: { request: MoveRequest; response: DataPlace };
  /** Starts the program again. */
  restart: { request: Nothing; response: Nothing };
  /** Deletes the copy in the place that the data was moved from. */
  delete_old_copy: { request: Nothing; response: DataPlace };
  /** Makes a backup, and then everything as on the first day; the keys stay in the keychain. */
  reset: { request: Nothing; response: WasReset };
  /** The end of the newest log. */
  log: { request: Nothing; response: LogView };
  /** Asks arXiv for the feed of the followed categories, through the proxy of the settings. */
  test_network: { request: Nothing; response: NetworkTest };
  /** Every key of settings.toml. */
  settings: { request: Nothing; response: SettingsView };
  /** A profile as it can be edited. */
  profile: { request: ProfileRequest; response: ProfileView };
  /** Writes a profile; a preset becomes a file first. */
  save_profile: { request: SaveProfileRequest; response: AppInfo };
  /** A new profile that begins as a copy of another. */
  new_profile: { request: NewProfileRequest; response: AppInfo };
  /** Takes a profile out of the list; its file is kept beside the others. */
  delete_profile: { request: ProfileRequest; response: AppInfo };
  /** arXiv's categories. */
  taxonomy: { request: Nothing; response: Array<Category> };
  /** What a profile may begin with, from papers that the reader likes. */
  seed_profile: { request: SeedRequest; response: Seed };
}
