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
    usage: 'That cannot be done',
    not_found: 'Not found',
    offline: 'No connection',
    refused: 'The server refused the request',
    unavailable: 'The server is not available right now',
    not_a_feed: 'What came back is not arXiv’s announcement',
    broken_file: 'A file cannot be read',
    disk: 'The data folder cannot be used',
    damaged: 'The database is damaged',
    busy: 'Another run is going on',
    cancelled: 'Cancelled',
    defect: 'The app itself failed',
  },
  safe: {
    usage: 'Nothing was changed.',
    not_found: 'Your stored digests are all there.',
    offline: 'Your stored digests and marks are all there and can be read offline.',
    refused: 'Your stored digests are all there; nothing was stored half.',
    unavailable: 'Your stored digests are all there; nothing was stored half.',
    not_a_feed: 'Nothing incomplete was stored.',
    broken_file: 'The file itself was not touched.',
    disk: 'Nothing was overwritten.',
    damaged: 'Nothing was deleted.',
    busy: 'Neither run is harmed.',
    cancelled: 'What was judged is kept.',
    defect: 'Your stored data was not changed.',
  },
  advice: {
    usage: 'Please try another way.',
    not_found: 'Choose another day, or fetch this one.',
    offline: 'Check the network or the proxy, then try again.',
    refused: 'Check the proxy, the key and the address, then try again.',
    unavailable: 'Try again in a few minutes.',
    not_a_feed: 'A login page or a proxy may have changed it; try again on another network.',
    broken_file: 'Mend the file as the details say, then try again.',
    disk: 'Check the folder’s permissions and free space, then try again.',
    damaged: 'Restore a backup in Settings › Data, or run arxiv-llm-daily restore.',
    busy: 'Wait until it ends, then try again.',
    cancelled: 'Go on whenever you like.',
    defect: 'Try again; if it stays, please send us the details.',
  },
};

export const closing: Messages['closing'] = {
  title: 'Keep running in the tray?',
  why: 'In the tray it fetches on time and tells you when a digest is ready. After quitting, nothing is fetched until you open it again.',
  keep: 'Keep running',
  quit: shared.quit,
  remember: 'Always do this, and don’t ask again',
};
