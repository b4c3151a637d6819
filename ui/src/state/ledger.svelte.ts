/** The ledger of one day, and what the reader looks for in it. */

import type { AppError, Host, Ledger } from '../host';
import { dayRequest, toAppError } from '../host';
import type { LedgerState } from '../domain/ledger';

export type LedgerStore = ReturnType<typeof createLedger>;

export function createLedger(host: Host) {
  let ledger = $state.raw<Ledger | null>(null);
  let error = $state.raw<AppError | null>(null);
  let loading = $state(false);
  let latest = 0;
  let date: string | undefined;
  let ofSample = false;
  let ofAttempt: number | undefined;

  const find = $state<{ state: LedgerState | null; rule: string | null; words: string }>({ state: null, rule: null, words: '' });

  async function load(day: string, sample: boolean, attempt?: number): Promise<void> {
    const mine = ++latest;
    if (day !== date) Object.assign(find, { state: null, rule: null, words: '' });
    date = day;
    ofSample = sample;
    ofAttempt = attempt;
    loading = true;
    try {
      const next = await host.call('ledger', { ...dayRequest(day, sample), ...(attempt ? { attempt } : {}) });
      if (mine !== latest) return;
      ledger = next;
      error = null;
    } catch (thrown) {
      if (mine !== latest) return;
      ledger = null;
      error = toAppError(thrown);
    } finally {
      if (mine === latest) loading = false;
    }
  }

  return {
    get ledger() {
      return ledger;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    find,
    load,
    retry: () => (date ? load(date, ofSample, ofAttempt) : Promise.resolve()),
    clear() {
      latest++;
      ledger = null;
      error = null;
      loading = false;
    },
  };
}
