/** English: the note on a paper. */

import type { Messages } from '../index.svelte';

export const note: Messages['note'] = {
  name: 'note',
  title: 'Note',
  placeholder: 'Write something: Markdown and LaTeX work, and it saves itself',
  empty: 'Write a note',
  edit: 'Edit',
  preview: 'Preview',
  loading: 'Reading…',
  saved: (when) => `Saved ${when}`,
  unsaved: 'Not saved yet',
  saving: 'Saving…',
  failed: 'Could not be saved; the text is still here',
  unreadable: 'The note could not be read',
  retry: 'Try again',
  versions: (n) => `${n} versions`,
  history: 'History',
  historyTitle: 'History of the note',
  chars: (n) => `${n} characters`,
  same: 'The same as now.',
  restore: 'Restore this version',
  restored: 'The earlier version is back',
  added: 'added',
  removed: 'removed',
  legend: 'Green was added later, amber was taken out.',
};
