/** English: the ledger. */

import type { Messages } from '../index.svelte';
import { papers } from '../words';
import { shared as words } from '../common';

const shared = words.en;

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
  category: shared.category,
  find: 'Find in the ledger: title, number, rule',
  shown: papers,
  nothing: 'No paper matches.',
  ask: (id) => `What became of ${id}?`,
  judgeNow: 'Judge now',
  judgeAgain: 'Judge again',
  openPaper: 'Open the paper',
  rank: (n) => `rank ${n}`,
  rule: {
    category: shared.rule_category,
    'cross-list': shared.rule_cross_list,
    replacement: shared.rule_replacement,
    known: shared.rule_known,
    'no include term': shared.rule_no_include_term,
    exclude: (term) => shared.rule_exclude.replace('{n}', term),
    rank: shared.rule_rank,
  },
};
