/** English: insights. */

import type { Messages } from '../index.svelte';
import { papers } from '../words';

export const insights: Messages['insights'] = {
  title: 'Insights',
  topics: 'Themes over time',
  topicsWhy: (n) => `The last ${n} weeks, a bar each`,
  noTopics: 'No themes to compare yet; a few digests more and there will be.',
  learned: 'What the ranking has learnt',
  learnedWhy: 'From your stars and overrides, and from a model’s verdicts',
  learnedFrom: (own, weak, model) => `From ${own} decisions of yours, ${weak} papers read or noted, ${model} verdicts of models`,
  reset: 'Forget what was learnt',
  resetSure: 'Forget it (stars, overrides and notes stay)',
  forYou: 'For you, now',
  forYouWhy: 'Unread of the last days, in the order of what you have chosen so far',
  cost: 'Cost by month',
  keywords: 'Keywords over time',
  keywordsWhy: 'Arrows: the later six weeks against the earlier six',
  agreement: 'You and the judge',
  agreementWhy: 'From your overrides and stars; a star says “recommend”',
  percent: (n) => `${n}%`,
  agreed: (n, all) => `the same in ${n} of ${papers(all)} that you spoke about`,
  judgeSaid: 'The judge said',
  youSaid: (decision) => `You: ${decision}`,
  byMonth: 'Agreement by month',
};
