/** The run that is going on, whoever started it, and how the last one ended. */

import type { AppError, Host, ListedPaper, Progress, RunOutcome, StageProgress } from '../host';
import { toAppError } from '../host';

export type RunEnd = { kind: 'finished'; outcome: RunOutcome } | { kind: 'failed'; error: AppError };

export type RunStore = ReturnType<typeof createRun>;

export function createRun(
  host: Host,
  now: () => Date,
  onend: (end: RunEnd) => void,
  onverdict: (date: string, paper: ListedPaper) => void,
) {
  let running = $state(false);
  let cancelling = $state(false);
  let progress = $state.raw<StageProgress | null>(null);
  let end = $state.raw<RunEnd | null>(null);
  /** Whether the last run ended because the reader wished it: with a digest of what was done, or before there was one. */
  let cancelled = $state(false);
  let seconds = $state(0);
  /** The moment at which the run would have started by the engine's own count of seconds. */
  let started = 0;
  let asked: string | undefined;
  /** Whether a run of ours has ended by its answer, so that its event is still to come and says nothing new. */
  let echo = false;
  let timer: ReturnType<typeof setInterval> | undefined;

  function begin(elapsed = 0) {
    started = now().getTime() - elapsed * 1000;
    seconds = elapsed;
    if (running) return;
    running = true;
    cancelling = false;
    echo = false;
    end = null;
    timer = setInterval(() => (seconds = (now().getTime() - started) / 1000), 1000);
  }

  function settle(how: RunEnd) {
    running = false;
    cancelled = how.kind === 'failed' ? how.error.code === 'cancelled' : cancelling && how.outcome.failed > 0;
    cancelling = false;
    progress = null;
    clearInterval(timer);
    end = how;
    onend(how);
  }

  /** The end as an event tells it: also of a run of the schedule that failed before it had told of any stage. */
  function close(how: RunEnd) {
    if (running || !echo) settle(how);
    echo = false;
  }

  /** The end as the answer of our command tells it. Most often the event has told it already. */
  function answer(how: RunEnd) {
    if (!running) return;
    settle(how);
    echo = true;
  }

  function hear(event: Progress) {
    if (event.event === 'finished') close({ kind: 'finished', outcome: event });
    else if (event.event === 'failed') close({ kind: 'failed', error: event });
    else if (event.event === 'verdict') onverdict(event.date, event.paper);
    else if (event.event === 'stage') {
      begin(event.elapsed_seconds);
      // The estimate is told once or twice, and holds for the stages after.
      const estimate = event.estimate ?? progress?.estimate;
      progress = estimate ? { ...event, estimate } : event;
    }
  }

  async function start(date?: string): Promise<void> {
    if (running) return;
    asked = date;
    begin();
    try {
      answer({ kind: 'finished', outcome: await host.call('run', date ? { date } : {}) });
    } catch (thrown) {
      answer({ kind: 'failed', error: toAppError(thrown) });
    }
  }

  return {
    get running() {
      return running;
    },
    get cancelling() {
      return cancelling;
    },
    get progress() {
      return progress;
    },
    get seconds() {
      return seconds;
    },
    get cancelled() {
      return cancelled;
    },
    /** How the last run ended, until the reader has put it away. */
    get end() {
      return end;
    },
    dismiss: () => (end = null),
    listen: () => host.onProgress(hear),
    /** Takes over what the engine said of a run that was going on before the window opened. */
    adopt: hear,
    start,
    again: () => start(asked),
    async cancel(): Promise<void> {
      if (!running || cancelling) return;
      cancelling = true;
      try {
        await host.call('cancel', {});
      } catch (thrown) {
        cancelling = false;
        end = { kind: 'failed', error: toAppError(thrown) };
      }
    },
  };
}
