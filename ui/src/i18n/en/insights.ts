/** English: insights. */

import type { Messages } from '../index.svelte';

export const insights: Messages['insights'] = {
  title: 'Insights',
  topics: 'Themes over time',
  topicsWhy: (n) => `The last ${n} weeks, a bar each`,
  noTopics: 'No themes to compare yet; a few digests more and there will be.',
  learned: 'What the ranking has learnt',
  learnedWhy: 'From your stars and overrides, and from a model’s verdicts',
  cost: 'Cost by month',
};
