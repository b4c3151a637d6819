/** The first minutes with the app, step by step. It can be left at any step, and is taken up again there. */

export const steps = ['language', 'interests', 'model', 'schedule', 'run'] as const;
export type Step = (typeof steps)[number];

const KEY = 'guide-step';

export type GuideStore = ReturnType<typeof createGuide>;

export function createGuide() {
  const remembered = localStorage.getItem(KEY);
  let step = $state<Step>(steps.find((one) => one === remembered) ?? 'language');
  /** Whether it was begun and left before its end. */
  let left = $state(remembered !== null && remembered !== 'done');

  return {
    get step() {
      return step;
    },
    get left() {
      return left;
    },
    get number() {
      return steps.indexOf(step) + 1;
    },
    go(next: Step): void {
      step = next;
      left = true;
      localStorage.setItem(KEY, next);
    },
    finish(): void {
      step = 'language';
      left = false;
      localStorage.setItem(KEY, 'done');
    },
  };
}
