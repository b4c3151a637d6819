/** The first minutes with the app, step by step. It can be left at any step, and is taken up again there. */

import type { Guide, GuideStep, Host } from '../host';

export const steps: GuideStep[] = ['language', 'interests', 'model', 'schedule', 'run'];
export type Step = GuideStep;

export type GuideStore = ReturnType<typeof createGuide>;

export function createGuide(host: Host) {
  let step = $state<Step>('language');
  let state = $state<Guide['state']>('none');

  /** The same beside the signals, of which a component that goes away reads the values of before. */
  let now: Guide = { step: 'language', state: 'none' };

  function put(next: Guide) {
    now = next;
    step = next.step;
    state = next.state;
    // The engine remembers it: the schedule waits while the guide is open. What it cannot write is asked again next time.
    void host.call('set_guide', next).catch(() => null);
  }

  return {
    get step() {
      return step;
    },
    /** Whether it was begun and left before its end. */
    get left() {
      return state === 'left' || state === 'open';
    },
    get open() {
      return state === 'open';
    },
    get number() {
      return steps.indexOf(step) + 1;
    },
    /** What the engine remembers, when the window opens. */
    take(guide: Guide): void {
      now = guide;
      step = guide.step;
      state = guide.state;
    },
    go: (next: Step) => put({ step: next, state: 'open' }),
    leave(): void {
      if (now.state === 'open') put({ ...now, state: 'left' });
    },
    finish: () => put({ step: 'language', state: 'done' }),
  };
}
