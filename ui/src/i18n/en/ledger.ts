/** English: the ledger. */

import type { Messages } from '../index.svelte';
import { papers } from '../words';

export const ledger: Messages['ledger'] = {
  title: 'Ledger',
  of: (day) => `${day}: where every announced paper went`,
  none: 'No ledger yet',
  noneWhy: 'Imported reports have none. Once a day is fetched, this page says where each paper went.',
  states: 'Where they went',
  judged: 'Judged',
  filtered: 'Filtered',
  failed: 'Failed',
  byCategory: 'By category',
  category: 'Category',
  find: 'Find in the ledger: title, number, rule',
  shown: papers,
  nothing: 'No paper matches.',
  ask: (id) => `What became of ${id}?`,
  judgeNow: 'Judge now',
  judgeAgain: 'Judge again',
  openPaper: 'Open the paper',
  rank: (n) => `rank ${n}`,
  rule: {
    category: 'not in a followed category',
    'cross-list': 'cross-list',
    replacement: 'replacement',
    known: 'announced before',
    'no include term': 'no required term',
    exclude: (term) => `excluded term: ${term}`,
    rank: 'ranked below the cut',
  },
};
