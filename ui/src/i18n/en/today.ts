/** English: a day. */

import { plural } from '../format';
import type { Messages } from '../index.svelte';
import { papers } from '../words';
import { shared as words } from '../common';

const shared = words.en;

export const decision: Messages['decision'] = {
  recommend: 'Recommended',
  borderline: 'Borderline',
  skip: 'Skipped',
  failed: 'Not judged',
};

export const day: Messages['day'] = {
  previous: 'Previous day',
  next: 'Next day',
  newest: 'Newest digest',
  sampleMark: 'Sample',
  sampleBanner: shared.sample,
  fetchToday: 'Fetch today',
  fetchNow: shared.fetch_now,
  fetchThis: 'Fetch this day',
  copyReport: 'Copy report',
  announced: shared.announced,
  judged: shared.judged,
  filtered: shared.filtered,
  failed: shared.failed,
  closed: 'Ledger closed',
  open_: 'Ledger open',
  openLedger: 'Open the ledger: where every paper went',
  reconstructed: 'Rebuilt from OAI-PMH',
  reconstructedWhy: shared.reconstructed,
  noLedger: 'Imported report, without a ledger',
  incomplete: 'The last run did not finish. What was judged is kept.',
  resume: 'Finish it',
  distribution: 'Distribution',
  showOnly: (what) => `Show only: ${what}`,
  trends: 'Trends of the day',
  trendCount: (n) => `${n} ${plural('en', Number(n), { one: 'theme', other: 'themes' })}`,
  trendPapers: papers,
  moreTrends: (n) => `${n} more ${plural('en', Number(n), { one: 'theme', other: 'themes' })}`,
  trendHint: 'Click to read only this theme, click again for all',
  papers,
  papersOf: (shown, all) => `${shown} of ${papers(all)}`,
  clearFilter: 'Show all',
  filteredTo: (what) => `Only: ${what}`,
  nothingLeft: 'No paper here matches the filter.',
  noneJudged: 'No paper of this day passed the filter. The ledger says where each one went.',
  whereEach: 'See where each one went',
  colophonImported: (when) => `Imported report, written ${when}`,
  colophon: (judge, profile, when) => `Judge: ${judge}. Profile: ${profile}. ${when}`,
  categories: (list) => `Categories: ${list}`,
};

export const failedSection: Messages['failedSection'] = {
  retry: 'Try these again',
  intro: (n) => `The chosen judge gave no verdict on ${papers(n)}. What stands here is the built-in judge’s view.`,
  builtin: (decision) => `Built-in verdict: ${decision}`,
  nextTry: (when) => `worth another try from ${when}`,
};

export const failure: Messages['failure'] = {
  timeout: { title: shared.failure_timeout, fix: 'Try again. If it keeps happening, raise judge.timeout_seconds.' },
  unreachable: { title: shared.failure_unreachable, fix: 'Check the network and judge.base_url, then fetch again.' },
  unauthorized: { title: shared.failure_unauthorized, fix: 'Check that the API key is valid and the account has credit.' },
  bad_request: { title: shared.failure_bad_request, fix: 'Check the name in judge.model and that model’s context length.' },
  rate_limited: { title: shared.failure_rate_limited, fix: 'Try again later. If it keeps happening, lower judge.concurrency.' },
  provider_error: { title: shared.failure_provider_error, fix: 'The fault is on their side; try again in a while.' },
  invalid_answer: { title: shared.failure_invalid_answer, fix: 'Try again. If it keeps happening, choose another model.' },
  refused: { title: shared.failure_refused, fix: 'Asking again seldom helps; read the paper itself.' },
  budget: { title: shared.failure_budget, fix: 'Try again tomorrow. To judge it now, raise judge.budget_per_day.' },
  cancelled: { title: shared.failure_cancelled, fix: 'Fetch again to go on from here.' },
};

export const paper: Messages['paper'] = {
  unread: 'Unread',
  read: 'Read',
  star: 'Star',
  unstar: 'Remove star',
  later: 'Read later',
  flagged: 'Has a warning',
  list: 'Papers',
};

export const run: Messages['run'] = {
  fetch: shared.stage_fetch,
  filter: shared.stage_filter,
  rank: shared.stage_rank,
  judge: shared.stage_judge,
  deep_read: shared.stage_deep_read,
  trend: shared.stage_trend,
  store: shared.stage_store,
  starting: 'Starting',
  elapsed: (time) => time,
  cost: (amount) => `cost ${amount}`,
  estimate: (amount) => `about ${amount} in all`,
  of: (done, total) => `${done} of ${total}`,
  watch: (n) => `See the ${n} that are in`,
  cancel: shared.cancel,
  cancelling: 'Cancelling…',
  kept: 'What is done is kept.',
  ready: (day, n) => `The digest of ${day} is ready: ${papers(n)} judged.`,
  readyFailed: (n) => `${papers(n)} could not be judged and ${n === '1' ? 'is' : 'are'} listed apart.`,
  upToDate: (day) => `${day} is the newest announcement; nothing new.`,
  empty: (day, title) => `${day}: ${title}.`,
  caughtUp: (days, n) => `Also caught up on ${days}: ${papers(n)} judged.`,
  missedDays: (n) => `${n} missed days`,
  vault: (why) => `The digest is stored, but the vault could not be written: ${why}`,
  show: 'Open it',
  cancelled: 'Cancelled. What was judged is kept.',
  goOn: 'Go on',
  dismiss: 'Dismiss',
};

export const empty: Messages['empty'] = {
  weekend: { title: 'No announcement at the weekend', why: 'arXiv announces Monday to Friday. Weekend submissions come with Monday’s list.' },
  holiday: { title: 'arXiv holiday', why: 'arXiv does not announce on this day. Its submissions come with the next list.' },
  not_announced: { title: 'Not announced yet', why: 'arXiv has not published the list of this day.' },
  missed: { title: 'This day was not fetched', why: 'arXiv announced papers, but the app did not fetch them.' },
  unconfirmed: { title: 'Not certain yet', why: 'It could not be confirmed whether arXiv announced on this day. It may be late, or a holiday.' },
  nothing: { title: 'Nothing was announced', why: 'Neither the feed nor OAI-PMH has a list of this day in your categories.' },
  digest: { title: 'This day has a digest', why: '' },
  next: (when) => `The next list comes around ${when}.`,
};

export const calendar: Messages['calendar'] = {
  label: (month) => `Calendar of ${month}`,
  previous: 'Previous month',
  next: 'Next month',
  digest: (n) => shared.recommended.replace('{n}', n),
  failed: (n) => `${n} not judged`,
  weekend: 'weekend, no announcement',
  holiday: 'arXiv holiday, no announcement',
  not_announced: 'not announced yet',
  missed: 'not fetched',
  unconfirmed: 'not certain yet',
  sample: 'sample',
  imported: 'imported report',
  selected: 'shown',
  today: 'today',
};

export const batch: Messages['batch'] = {
  label: 'Chosen papers',
  chosen: (n) => `${papers(n)} chosen`,
  clear: 'Clear the selection',
  all: 'Select all',
  markAllRead: 'Mark all as read',
  allRead: 'Everything is read',
  marked: {
    star: (n) => `${papers(n)} starred`,
    unstar: (n) => `Star taken off ${papers(n)}`,
    read: (n) => `${papers(n)} marked as read`,
    unread: (n) => `${papers(n)} marked as unread`,
    later: (n) => `${papers(n)} kept for later`,
    unlater: (n) => `${papers(n)} no longer for later`,
  },
};

export const badge: Messages['badge'] = {
  note: 'has a note',
  fullText: 'judged on the full text',
  override: (what) => `your decision: ${what}`,
  revision: (version) => `revised ${version}`,
  withdrawn: 'withdrawn',
  chosen: 'chosen',
};
