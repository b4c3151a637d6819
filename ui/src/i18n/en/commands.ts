/** English: commands, keys and the palette. */

import type { Messages } from '../index.svelte';
import { shared as words } from '../common';

const shared = words.en;

export const help: Messages['help'] = {
  title: 'Keys',
  open: 'Keys',
  groupPaper: 'Papers',
  groupDay: 'Days and views',
  groupApp: 'More',
  mouse: 'Mouse',
  dragBib: 'Drag a paper out: a .bib file',
  dragMarkdown: 'Drag a paper out: a .md file',
  marks: 'Marks of the calendar',
};

export const command: Messages['command'] = {
  nextPaper: 'Next paper',
  previousPaper: 'Previous paper',
  openPaper: 'Open the paper',
  star: 'Star',
  read: 'Read or unread',
  later: 'Read later',
  arxiv: 'Open arXiv in the browser',
  pdf: 'Open the PDF in the browser',
  citation: 'Copy the BibTeX entry',
  markdown: 'Copy the paper as Markdown',
  copyReport: 'Copy the whole report as Markdown',
  previousDay: 'Previous day',
  nextDay: 'Next day',
  newestDay: 'Newest digest',
  today: 'Today',
  archive: 'Archive',
  library: 'Library',
  compareRuns: 'Compare the runs of this day',
  ledger: 'Ledger',
  insights: 'Insights',
  search: 'Search',
  note: 'Write a note',
  overrideRecommend: 'Decide: Recommended',
  overrideBorderline: 'Decide: Borderline',
  overrideSkip: 'Decide: Skipped',
  judgeAgain: 'Judge again',
  apa: 'Copy the APA citation',
  gbt7714: 'Copy the GB/T 7714 citation',
  html: 'Open the HTML in the browser',
  choose: 'Select or deselect',
  chooseDown: 'Select downwards',
  chooseUp: 'Select upwards',
  chooseAll: 'Select all',
  menu: 'Menu of the paper',
  markAllRead: 'Mark all as read',
  find: 'Find in the page',
  back: 'Back to the last paper',
  settings: shared.settings,
  guide: 'First steps',
  run: shared.fetch_now,
  cancel: 'Cancel the run',
  undo: 'Undo',
  redo: 'Redo',
  help: 'Keys',
  palette: 'Command palette',
  escape: 'Close or go back',
  themeLight: 'Appearance: light',
  themeDark: 'Appearance: dark',
  themeSystem: 'Appearance: same as the system',
  languageZh: 'Language: 简体中文',
  languageEn: 'Language: English',
};

export const palette: Messages['palette'] = {
  label: 'Command, day or paper',
  commands: 'Commands',
  days: 'Days',
  papers: 'Papers',
  topics: 'Themes',
  nothing: 'No command, day or paper matches.',
};

export const find: Messages['find'] = {
  none: 'none',
  of: (n, all) => `${n} of ${all}`,
  next: 'Next',
  previous: 'Previous',
};
