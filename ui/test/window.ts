/** The window on the fake host, and the hands of a reader. */

import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { optionsOf, now, type State } from '../gallery/states';
import type { Digest } from '../src/host';
import { fakeHost, sampleDigest, withPapers, type FakeHost, type FakeOptions } from '../src/host/fake';
import { sectionOf } from '../src/domain/papers';
import { start } from '../src/start';
import Shell from '../src/views/Shell.svelte';

export async function settle() {
  for (let i = 0; i < 80; i++) await Promise.resolve();
  await tick();
}

/** Waits in real time: for what the window does after a pause. */
export async function wait(milliseconds: number) {
  await new Promise((done) => setTimeout(done, milliseconds));
  await settle();
}

/** A few papers of every section: drawing whole days is what makes these tests slow. */
export function brief(digest: Digest): Digest {
  if (digest.papers.length > 100 || digest.papers.length === 0) return digest;
  const papers = (['recommend', 'borderline', 'skip', 'failed'] as const).flatMap((section) =>
    digest.papers.filter((paper) => sectionOf(paper) === section).slice(0, 3),
  );
  return withPapers(digest, papers);
}

export async function open(state: FakeOptions | State, whole = false): Promise<FakeHost> {
  const options = typeof state === 'string' ? optionsOf(state, 'zh-CN') : state;
  const shorten = whole ? (digest: Digest) => digest : brief;
  const host = fakeHost({ ...options, digests: options.digests?.map(shorten), sample: shorten(sampleDigest('zh-CN')) });
  render(Shell, { desk: start(host, now).desk });
  await settle();
  return host;
}

export const called = (host: FakeHost, name: string) => host.calls.filter((call) => call.name === name).map((call) => call.request);
export const rows = () => screen.queryAllByTestId('paper-row');
export const ids = () => rows().map((row) => row.dataset.id ?? '');
export const pane = () => screen.getByTestId('paper-pane');
export const press = (key: string, init: KeyboardEventInit = {}) => fireEvent.keyDown(document.activeElement ?? document.body, { key, ...init });
export const friday = (patch: Partial<Digest> = {}): Digest => ({ ...sampleDigest('zh-CN', 'run'), ...patch });

/** One day with a few papers, and nothing else. */
export const small = (): FakeOptions => ({ digests: [friday()], now });
