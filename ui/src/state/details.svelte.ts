/** What is known of papers beside their rows: versions, verdicts, evidence, similar papers, full text. */

import { SvelteMap } from 'svelte/reactivity';
import type { AppError, EvidenceOf, FullTextOf, Host, ListedPaper, PaperDetails, Response, SimilarPaper } from '../host';
import { toAppError } from '../host';

export interface Details {
  details?: PaperDetails;
  evidence?: EvidenceOf;
  similar?: SimilarPaper[];
  /** What speaks for it and against it, as of now. */
  ranked?: Response<'why_ranked'>;
  /** Null when the engine has no full text of it. */
  fullText?: FullTextOf | null;
  loadingText?: boolean;
  textError?: AppError;
  /** Why the paper itself could not be had. */
  error?: AppError;
}

/** How long a paper stays open before its details are asked for, in milliseconds: going through a list asks for nothing. */
export const PAUSE = 120;
const KEPT = 60;

export type DetailsStore = ReturnType<typeof createDetails>;

export function createDetails(host: Host) {
  const known = new SvelteMap<string, Details>();
  /** The papers whose neighbours are asked for: an open fold asks at every change of what is known. */
  const looking = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function patch(id: string, part: Partial<Details>) {
    const next = { ...known.get(id), ...part };
    known.set(id, next);
    const oldest = known.size > KEPT ? known.keys().next().value : undefined;
    if (oldest !== undefined && oldest !== id) known.delete(oldest);
  }

  async function load(id: string): Promise<void> {
    await Promise.all([
      host.call('paper', { id }).then(
        (details) => patch(id, { details, error: undefined }),
        (thrown: unknown) => patch(id, { error: toAppError(thrown) }),
      ),
      // Without the rest the pane is still whole.
      host.call('evidence', { id }).then((evidence) => patch(id, { evidence }), () => {}),
    ]);
    // The first of a window reads the judge's knowledge: what is cheap is in sight by then.
    await host.call('why_ranked', { id }).then((ranked) => patch(id, { ranked }), () => {});
  }

  return {
    of: (id: string): Details => known.get(id) ?? {},
    paper: (id: string): ListedPaper | null => known.get(id)?.details?.paper ?? null,
    /** Loads what the pane needs, at once or when the reader has stayed on the paper. */
    open(id: string | null, at: 'once' | 'pause'): void {
      clearTimeout(timer);
      if (id === null || known.get(id)?.details) return;
      if (at === 'once') void load(id);
      else timer = setTimeout(() => void load(id), PAUSE);
    },
    /** Asks anew, after a paper was judged again. */
    reload: load,
    async loadSimilar(id: string): Promise<void> {
      if (known.get(id)?.similar || looking.has(id)) return;
      looking.add(id);
      await host.call('similar', { id, limit: 6 }).then((similar) => patch(id, { similar }), () => {});
      looking.delete(id);
    },
    async loadText(id: string): Promise<void> {
      const now = known.get(id);
      if (now?.fullText !== undefined || now?.loadingText) return;
      patch(id, { loadingText: true, textError: undefined });
      try {
        patch(id, { fullText: await host.call('full_text', { id }), loadingText: false });
      } catch (thrown) {
        patch(id, { textError: toAppError(thrown), loadingText: false });
      }
    },
    /** Another profile judges, and finds evidence, differently. */
    clear: () => known.clear(),
  };
}
