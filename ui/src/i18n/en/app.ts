/** English: the frame of the window. */

import type { Messages } from '../index.svelte';
import { shared as words } from '../common';

const shared = words.en;

export const app: Messages['app'] = {
  name: 'Arxiv LLM Daily',
  sign: '研',
  comma: ', ',
  colon: ': ',
  stop: '.',
  loading: 'Opening…',
  undone: (what) => `Undone: ${what}`,
  redone: (what) => `Redone: ${what}`,
  copied: 'Copied',
  copyFailed: 'Could not copy; please select the text by hand',
  linkFailed: 'Could not open the link',
  undo: 'Undo',
  exported: (path) => `Exported to ${path}`,
  leftOut: (n) => ` (${n} left out: not judged yet)`,
  exporting: {
    read: (done, total) => `Exporting: read ${done} of ${total}`,
    write: (done, total) => `Exporting: file ${done} of ${total}`,
  },
  stopExport: 'Stop',
  exportStopped: 'The export was stopped; files that were written are whole',
  close: 'Close',
  back: 'Back to the list',
  retry: 'Try again',
  details: 'Details',
  copyDetails: 'Copy details',
};

export const nav: Messages['nav'] = {
  label: 'Navigation',
  today: 'Today',
  archive: 'Archive',
  search: 'Search',
  library: 'Library',
  kept: (n) => `${n} starred`,
  ledger: 'Ledger',
  insights: 'Insights',
  settings: shared.settings,
  unread: (n) => shared.unread.replace('{n}', n),
  month: 'Calendar',
  resizeSide: 'Resize the side bar',
  resizePane: 'Resize the paper pane',
};

export const status: Messages['status'] = {
  next: 'Next list',
  profile: 'Profile',
};

export const error: Messages['error'] = {
  headline: {
    usage: shared.error_usage,
    not_found: shared.error_not_found,
    offline: shared.error_offline,
    refused: shared.error_refused,
    unavailable: shared.error_unavailable,
    not_a_feed: shared.error_not_a_feed,
    broken_file: shared.error_broken_file,
    disk: shared.error_disk,
    damaged: shared.error_damaged,
    busy: shared.error_busy,
    cancelled: shared.error_cancelled,
    defect: shared.error_defect,
  },
  safe: {
    usage: shared.error_usage_safe,
    not_found: shared.error_not_found_safe,
    offline: shared.error_offline_safe,
    refused: shared.error_refused_safe,
    unavailable: shared.error_unavailable_safe,
    not_a_feed: shared.error_not_a_feed_safe,
    broken_file: shared.error_broken_file_safe,
    disk: shared.error_disk_safe,
    damaged: shared.error_damaged_safe,
    busy: shared.error_busy_safe,
    cancelled: shared.error_cancelled_safe,
    defect: shared.error_defect_safe,
  },
  advice: {
    usage: shared.error_usage_advice,
    not_found: shared.error_not_found_advice,
    offline: shared.error_offline_advice,
    refused: shared.error_refused_advice,
    unavailable: shared.error_unavailable_advice,
    not_a_feed: shared.error_not_a_feed_advice,
    broken_file: shared.error_broken_file_advice,
    disk: shared.error_disk_advice,
    damaged: shared.error_damaged_advice,
    busy: shared.error_busy_advice,
    cancelled: shared.error_cancelled_advice,
    defect: shared.error_defect_advice,
  },
};

export const closing: Messages['closing'] = {
  title: 'Keep running in the tray?',
  why: 'In the tray it fetches on time and tells you when a digest is ready. After quitting, nothing is fetched until you open it again.',
  keep: 'Keep running',
  quit: shared.quit,
  remember: 'Always do this, and don’t ask again',
};
