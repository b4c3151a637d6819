/** The day in the reading column: its digest, or why it has none, and how the reader narrowed it. */

import type { AppError, DayCell, DayView, Host, ListedPaper } from '../host';
import { toAppError } from '../host';
import { groupsOf, noFilter, type Filter, type Section } from '../domain/papers';

export type DayStore = ReturnType<typeof createDay>;

export function createDay(host: Host) {
  let view = $state.raw<DayView | null>(null);
  let blank = $state.raw<DayCell | null>(null);
  let error = $state.raw<AppError | null>(null);
  let loading = $state(false);
  let filter = $state.raw<Filter>(noFilter);
  /** The newest digest, when it came while the reader was elsewhere. */
  let offered = $state<string | null>(null);
  /** Only the newest request may answer: days can be asked for faster than they come. */
  let latest = 0;
  let wanted: { date?: string; sample?: boolean } = {};

  const digest = $derived(view?.digest ?? null);
  const groups = $derived(digest ? groupsOf(digest, filter) : []);
  const order = $derived(groups.flatMap((group) => group.papers));
  const byId = $derived(new Map(digest?.papers.map((paper) => [paper.id, paper])));

  async function load(request: { date?: string; sample?: boolean }): Promise<boolean> {
    const mine = ++latest;
    wanted = request;
    loading = true;
    try {
      const next = request.sample
        ? await host.call('sample', {})
        : await host.call('day', request.date ? { date: request.date } : {});
      if (mine !== latest) return false;
      if (next.digest.date !== view?.digest.date || blank) filter = noFilter;
      view = next;
      blank = null;
      error = null;
      if (offered === next.digest.date) offered = null;
      return true;
    } catch (thrown) {
      if (mine === latest) error = toAppError(thrown);
      return false;
    } finally {
      if (mine === latest) loading = false;
    }
  }

  return {
    get digest() {
      return digest;
    },
    /** The calendar's cell of a day without a digest, when the reader looks at one. */
    get blank() {
      return blank;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    get filter() {
      return filter;
    },
    get groups() {
      return groups;
    },
    /** The listed papers from top to bottom. */
    get order() {
      return order;
    },
    get offered() {
      return offered;
    },
    /** The date that is shown, with or without a digest. */
    get date(): string | null {
      return blank?.date ?? digest?.date ?? null;
    },
    get previous() {
      return blank ? null : (view?.previous ?? null);
    },
    get next() {
      return blank ? null : (view?.next ?? null);
    },
    paper: (id: string | null): ListedPaper | null => (id === null ? null : (byId.get(id) ?? null)),
    /** Opens a stored day; the newest one without a date. */
    open: (date?: string) => load(date ? { date } : {}),
    openSample: () => load({ sample: true }),
    retry: () => load(wanted),
    /** Shows why a day has no digest. */
    openBlank(cell: DayCell) {
      latest++;
      loading = false;
      error = null;
      blank = cell;
    },
    offer: (date: string) => (offered = date),
    withdraw: () => (offered = null),
    narrowTo: (section: Section | null) => (filter = { ...filter, section }),
    toggleTrend: (trend: number) => (filter = { ...filter, trend: filter.trend === trend ? null : trend }),
    showAll: () => (filter = noFilter),
  };
}
