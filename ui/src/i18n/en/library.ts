/** English: the library. */

import type { Messages } from '../index.svelte';

export const library: Messages['library'] = {
  title: 'Library',
  shelves: 'Shelves',
  view: { star: 'Starred', later: 'Later', note: 'Noted', override: 'Overridden', tag: 'Tag', author: 'Author' },
  sort: { newest: 'Newest', oldest: 'Oldest', title: 'Title' },
  none: {
    star: 'No starred papers yet.',
    later: 'Nothing is kept for later.',
    note: 'No notes yet.',
    override: 'No verdict was overridden yet.',
    tag: 'No paper has this tag.',
    author: 'No stored digest has a paper of this author.',
  },
  how: {
    star: 'Press S on a good one.',
    later: 'Press L on a paper that you have no time for now.',
    note: 'Open a paper and press N.',
    override: 'When you disagree, press 1, 2 or 3; the ranking learns from it.',
    tag: 'Tags are added below a paper.',
    author: 'New papers of followed authors are always listed.',
  },
  tags: 'Tags',
  authors: 'Authors',
  find: (name) => `Find ${name.toLowerCase()}`,
  more: (n) => `${n} more`,
  fewer: 'Fewer',
  toToday: 'Read today’s',
};
