/** What the fake host's commands share: the stored days, and what the reader wrote. */

import type { AppError, CommandName, Digest, Language, ListedPaper, Marks, Progress, Request, Response } from '../index';

export interface World {
  language: Language;
  digests: Digest[];
  sample: Digest;
  /** What the reader changed, by paper. */
  changed: Map<string, Partial<ListedPaper>>;
  tell: (progress: Progress) => void;
}

export type Answers = { [K in CommandName]: (request: Request<K>) => Response<K> | Promise<Response<K>> };

/** The paper as the engine would now list it, with its day. */
export function lookUp(world: World, id: string): { date: string; paper: ListedPaper } | null {
  for (const digest of [...world.digests].reverse().concat(world.sample)) {
    const paper = digest.papers.find((other) => other.id === id);
    if (paper) return { date: digest.date, paper: { ...paper, ...world.changed.get(id) } };
  }
  return null;
}

/** The same, or the engine's error. */
export function mustLookUp(world: World, id: string): { date: string; paper: ListedPaper } {
  const found = lookUp(world, id);
  if (found) return found;
  const error: AppError = { code: 'not_found', message: `There is no paper ${id}.`, what_to_do: '' };
  throw error;
}

export function change(world: World, id: string, patch: Partial<ListedPaper>): void {
  world.changed.set(id, { ...world.changed.get(id), ...patch });
}

export function marksOf(world: World, id: string): Marks {
  return lookUp(world, id)?.paper.marks ?? { read: false, star: false, later: false };
}

/** A digest with what the reader changed since. */
export function asNow(world: World, digest: Digest): Digest {
  if (world.changed.size === 0) return digest;
  return { ...digest, papers: digest.papers.map((paper) => ({ ...paper, ...world.changed.get(paper.id) })) };
}
