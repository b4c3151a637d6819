/** The day in the reading column: its digest, or why it has none, and how the reader narrowed it. */

import type { AppError, DayCell, DayView, Digest, Host, ListedPaper } from '../host';
import { toAppError } from '../host';
import { countsOf, groupsOf, noFilter, type Filter, type Section } from '../domain/papers';

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
  let arrived = $state.raw<{ date: string; papers: ListedPaper[] } | null>(null);
  let wanted = $state.raw<{ date?: string; sample?: boolean; attempt?: number }>({});

  const digest = $derived(view?.digest ?? null);
  const groups = $derived(digest ? groupsOf(digest, filter) : []);
  const order = $derived(groups.flatMap((group) => group.papers));
  const byId = $derived(new Map(digest?.papers.map((paper) => [paper.id, paper])));

  async function load(request: typeof wanted): Promise<boolean> {
    const mine = ++latest;
    wanted = request;
    loading = true;
    try {
      const next = request.sample
        ? await host.call('sample', {})
        : await host.call('day', request.date ? { date: request.date, ...(request.attempt ? { attempt: request.attempt } : {}) } : {});
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

  function take(digest: Digest, papers: ListedPaper[]) {
    if (view) view = { ...view, digest: { ...digest, papers, counts: countsOf(papers) } };
  }

  /** Puts a paper in its place by rank, or over what stood there of it. */
  function settle(paper: ListedPaper) {
    if (!digest) return;
    if (byId.has(paper.id)) {
      take(digest, digest.papers.map((other) => (other.id === paper.id ? paper : other)));
      return;
    }
    const before = digest.papers.filter((other) => other.rank <= paper.rank);
    take(digest, [...before, paper, ...digest.papers.filter((other) => other.rank > paper.rank)]);
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
    open: (date?: string, attempt?: number) => load(date ? { date, ...(attempt ? { attempt } : {}) } : {}),
    /** Which run of the day is shown, when it was asked for by its number. */
    get attempt(): { attempt: number; attempts: number } | null {
      return view && !blank && wanted.attempt ? { attempt: view.attempt, attempts: view.attempts } : null;
    },
    openSample: () => load({ sample: true }),
    retry: () => load(wanted),
    /** Reads the shown digest again, after something else wrote. */
    async refresh(): Promise<void> {
      if (blank || !digest || digest.origin === 'sample' || arrived?.date === digest.date) return;
      const before = wanted;
      await load({ date: digest.date, ...(before.attempt ? { attempt: before.attempt } : {}) });
      wanted = before;
    },
    /** Shows why a day has no digest. */
    openBlank(cell: DayCell) {
      latest++;
      loading = false;
      error = null;
      blank = cell;
    },
    /** Takes over a paper that was judged again. */
    replace(paper: ListedPaper): void {
      if (byId.has(paper.id)) settle(paper);
    },
    /** A verdict of the run that goes on. It is shown when its day is, and kept until then. */
    arrive(date: string, paper: ListedPaper): void {
      arrived = { date, papers: arrived?.date === date ? [...arrived.papers.filter(({ id }) => id !== paper.id), paper] : [paper] };
      if (digest?.date === date && digest.origin !== 'sample' && !blank) settle(paper);
    },
    get arrived() {
      return arrived;
    },
    /** The verdicts of the run that goes on, as long as its day is not the one that is shown. */
    get waiting() {
      const shown = digest?.date === arrived?.date && digest?.origin !== 'sample' && !blank;
      return arrived && !shown ? arrived : null;
    },
    /** Shows the day of the run as far as it has come. */
    openArrived(made: Pick<Digest, 'profile' | 'judge' | 'categories' | 'language'>): void {
      if (!arrived) return;
      latest++;
      filter = noFilter;
      blank = null;
      error = null;
      const papers = [...arrived.papers].sort((a, b) => a.rank - b.rank);
      const previous = view?.digest.origin === 'sample' ? null : (view?.digest.date ?? null);
      view = {
        digest: {
          ...made, date: arrived.date, generated_at: papers.at(-1)?.verdict.judged_at ?? '', origin: 'run',
          complete: false, reconstructed: false, counts: countsOf(papers), ledger: null, trends: [], evidence: null, papers,
        },
        previous, next: null, attempt: 1, attempts: 1,
      };
      wanted = { date: arrived.date };
    },
    /** The run has ended: what arrived is in the digest. */
    forgetArrived: () => (arrived = null),
    offer: (date: string) => (offered = date),
    withdraw: () => (offered = null),
    narrowTo: (section: Section | null) => (filter = { ...filter, section }),
    toggleTrend: (trend: number) => (filter = { ...filter, trend: filter.trend === trend ? null : trend }),
    showAll: () => (filter = noFilter),
  };
}
