/** English: insights. */

import type { Messages } from '../index.svelte';

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
};
