/** English: search. */

import type { Messages } from '../index.svelte';
import { shared as words } from '../common';

const shared = words.en;

export const search: Messages['search'] = {
  title: 'Search',
  label: 'Search papers, analyses and notes',
  placeholder: 'words, "a phrase", -not this, author:name, cat:cs.CL …',
  language: 'How to ask',
  intro: 'Titles, abstracts, analyses and notes are all searched, in Chinese and in English.',
  results: (n) => `${n} ${n === '1' ? 'result' : 'results'}`,
  about: (n) => `about ${n} results`,
  none: (query) => shared.nothing_found.replace('{n}', query),
  noneWhy: 'Take a condition away, or try another word.',
  corrected: (query) => `Searched for “${query}”.`,
  indexing: (n, all) => `The index is being made (${n} of ${all} papers); there may be more to find soon.`,
  sort: 'Order',
  relevance: 'Relevance',
  date: 'Date',
  filters: 'Filters',
  completions: 'Completions',
  clear: 'Clear',
  searching: 'Searching…',
  more: 'More results',
  notListed: 'not in a digest',
  in: { title: shared.field_title, abstract: shared.field_abstract, analysis: shared.field_analysis, note: shared.field_note, full_text: shared.field_full_text, translated_title: shared.field_translated_title, keywords: shared.field_keywords, authors: shared.field_authors, tags: shared.field_tags, id: shared.field_id },
  chip: {
    recommend: 'Recommended',
    borderline: 'Borderline',
    skip: 'Skipped',
    starred: 'Starred',
    unread: 'Unread',
    later: 'For later',
    note: 'With a note',
    code: 'With code',
    override: 'Overridden',
    week: 'Past week',
    month: 'Past month',
    year: 'Past year',
  },
  grammar: {
    words: ['diffusion model', 'both words'],
    phrase: ['"chain of thought"', 'the phrase as it stands'],
    not: ['agent -survey', 'without a word'],
    or: ['LoRA OR quantization', 'one of the two'],
    author: ['author:"Yoshua Bengio"', 'author'],
    title: ['title:reasoning', 'in the title only'],
    noteIn: ['note:reproduce', 'in your notes only'],
    category: ['cat:cs.CL', 'category'],
    date: ['date:2026-01..2026-03', 'date; or date:>=2026-01-05'],
    decision: ['decision:recommend', 'verdict'],
    is: ['is:unread', 'unread, starred, later, overridden'],
    has: ['has:code', 'with code, note, tag'],
    tag: ['tag:recsys', 'your tags'],
  },
};
