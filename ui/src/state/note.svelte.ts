/** The note on the open paper. What is typed is saved within a second; nothing typed is ever dropped. */

import type { Host, NoteState, NoteVersionText } from '../host';
import { t } from '../i18n/index.svelte';
import type { History } from './history.svelte';

/** `unreadable`: the stored note could not be read, so nothing may be written over it. */
export type Saving = 'loading' | 'saved' | 'unsaved' | 'saving' | 'failed' | 'unreadable';

/** How long after the first unsaved key the note is saved, in milliseconds. */
export const AUTOSAVE = 700;

export type NoteStore = ReturnType<typeof createNote>;

export function createNote(host: Host, history: History, onchange: (id: string, has: boolean) => void) {
  let id = $state<string | null>(null);
  let text = $state('');
  let saved = $state.raw<NoteState | null>(null);
  let saving = $state<Saving>('loading');
  /** Whether the reader writes, and does not just read, the note. */
  let editing = $state(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Texts that are not saved yet, by paper: one that could not be saved waits here for the next try. */
  const drafts = new Map<string, string>();
  /** What was typed before the stored note had come, by paper: it goes after that. */
  const ahead = new Map<string, string>();
  /** The text at the moment the reader began to type, for undo. */
  let began: string | null = null;
  const writing = new Map<string, Promise<boolean>>();

  function take(of: string, note: NoteState) {
    if (of !== id) return;
    saved = note;
    if (!drafts.has(of)) saving = 'saved';
  }

  /** Writes the draft of a paper, again if it changed meanwhile. */
  async function write(of: string): Promise<boolean> {
    for (let draft = drafts.get(of); draft !== undefined; draft = drafts.get(of)) {
      if (of === id) saving = 'saving';
      try {
        const note = await host.call('save_note', { id: of, text: draft });
        if (drafts.get(of) === draft) drafts.delete(of);
        onchange(of, draft !== '');
        take(of, note);
      } catch {
        if (of === id) saving = 'failed';
        return false;
      }
    }
    return true;
  }

  function save(of: string): Promise<boolean> {
    const going = writing.get(of);
    if (going) return going;
    const mine = write(of).finally(() => writing.delete(of));
    writing.set(of, mine);
    return mine;
  }

  /** Saves what waits, and ends what undo takes back as one step. */
  function flush(): Promise<boolean> {
    clearTimeout(timer);
    timer = undefined;
    const of = id;
    if (of === null) return Promise.resolve(true);
    const before = began;
    const after = text;
    began = null;
    if (before !== null) record(of, before, after);
    return drafts.has(of) ? save(of) : Promise.resolve(true);
  }

  function record(of: string, before: string, after: string) {
    if (before === after) return;
    history.record({ name: t().note.name, undo: () => put(of, before), redo: () => put(of, after) });
  }

  function saveSoon(of: string) {
    saving = 'unsaved';
    timer ??= setTimeout(() => {
      timer = undefined;
      void save(of);
    }, AUTOSAVE);
  }

  /** Makes a text the note of a paper. */
  function put(of: string, next: string): Promise<boolean> {
    drafts.set(of, next);
    if (of === id) text = next;
    return save(of);
  }

  async function read(of: string): Promise<void> {
    saving = 'loading';
    try {
      const note = await host.call('note', { id: of });
      const early = ahead.get(of);
      ahead.delete(of);
      if (early !== undefined) drafts.set(of, drafts.has(of) ? early : note.text + early);
      const draft = drafts.get(of);
      if (of !== id) {
        if (early === undefined || draft === undefined) return;
        record(of, note.text, draft);
        await save(of);
        return;
      }
      text = draft ?? note.text;
      take(of, note);
      if (early !== undefined) {
        began ??= note.text;
        saveSoon(of);
      } else if (draft !== undefined) saving = 'failed';
    } catch {
      if (of === id) saving = 'unreadable';
    }
  }

  async function open(next: string | null): Promise<void> {
    if (next === id) return;
    void flush();
    editing = false;
    id = next;
    saved = null;
    text = next === null ? '' : (ahead.get(next) ?? drafts.get(next) ?? '');
    if (next !== null) await read(next);
  }

  return {
    get id() {
      return id;
    },
    get text() {
      return text;
    },
    get editing() {
      return editing;
    },
    get saving() {
      return saving;
    },
    get saved() {
      return saved;
    },
    open,
    /** Opens the note of a paper to be written. */
    write(of: string): void {
      void open(of);
      editing = true;
    },
    leave(): void {
      void flush();
      editing = false;
    },
    /** Reads again what could not be read. */
    retry: () => (id === null ? Promise.resolve() : read(id)),
    type(next: string): void {
      if (id === null || saving === 'unreadable') return;
      if (saving === 'loading') {
        text = next;
        ahead.set(id, next);
        return;
      }
      began ??= text;
      text = next;
      drafts.set(id, next);
      saveSoon(id);
    },
    flush,
    /** An earlier version, and how the present one differs from it: what is typed is saved first. */
    async version(at: string): Promise<NoteVersionText | null> {
      const of = id;
      if (of === null) return null;
      await flush();
      return host.call('note_version', { id: of, at }).catch(() => null);
    },
    /** Puts an earlier version in place; undo brings the present one back. */
    async restore(earlier: string): Promise<void> {
      await flush();
      const of = id;
      const before = text;
      if (of === null || earlier === before) return;
      record(of, before, earlier);
      await put(of, earlier);
    },
  };
}
