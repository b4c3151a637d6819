import { cleanup, fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import type { FakeOptions } from '../src/host/fake';
import { zhCN } from '../src/i18n/zh-CN';
import { called, friday, open, rows, settle } from './window';

const fresh = (patch: FakeOptions = {}): FakeOptions => ({ ...patch, info: { guide: { step: 'language', state: 'open' }, ...patch.info } });
const step = () => screen.getByTestId('guide').dataset.step;
const click = async (testid: string) => {
  await fireEvent.click(screen.getByTestId(testid));
  await settle();
};

describe('the first run', () => {
  test('leads in four steps and no input to a run', async () => {
    const host = await open(fresh());
    expect(step()).toBe('language');
    for (const next of ['interests', 'model', 'schedule', 'run']) {
      await click('guide-next');
      expect(step()).toBe(next);
    }
    await click('guide-run');
    expect(called(host, 'run')).toEqual([{}]);
    expect(called(host, 'save_profile')).toEqual([]);
    expect(screen.getByTestId('run-progress')).toBeTruthy();
  });

  test('the language is switched live', async () => {
    const host = await open(fresh());
    await fireEvent.click(within(screen.getByTestId('guide-language')).getByLabelText('English'));
    await settle();
    expect(document.documentElement.lang).toBe('en');
    expect(called(host, 'set_setting')).toEqual([{ key: 'ui.language', value: 'en' }, { key: 'judge.language', value: 'en' }]);
  });

  test('can be left at any step, and is taken up there', async () => {
    const host = await open(fresh());
    await click('guide-next');
    await click('guide-leave');
    expect(screen.getByTestId('guide-button').textContent).toContain(zhCN.guide.begun);
    expect(called(host, 'set_guide').at(-1)).toEqual({ step: 'interests', state: 'left' });
    cleanup();
    await open({ info: { guide: { step: 'interests', state: 'left' } } });
    expect(screen.queryByTestId('guide')).toBeNull();
    await click('guide-button');
    expect(step()).toBe('interests');
  });

  test('interests are edited, seeded from papers, and saved on the way', async () => {
    const host = await open(fresh());
    await click('guide-next');
    await fireEvent.change(screen.getByTestId('guide-focus'), { target: { value: 'one\ntwo' } });
    (screen.getByTestId('guide-seed-fold') as HTMLDetailsElement).open = true;
    await fireEvent(screen.getByTestId('guide-seed-fold'), new Event('toggle'));
    await settle();
    await fireEvent.input(screen.getByTestId('guide-seed'), { target: { value: 'https://arxiv.org/abs/2601.03479' } });
    await click('guide-seed-go');
    expect(screen.getByText(zhCN.guide.seeded('1'))).toBeTruthy();
    await click('guide-next');
    expect(called(host, 'save_profile')).toMatchObject([{ file: 'finance-ai', profile: { focus: ['one', 'two', '扩散模型的推理加速'] } }]);
    expect(called(host, 'set_setting')).toContainEqual({ key: 'arxiv.categories', value: '["cs.CL", "cs.AI", "cs.LG", "cs.CV"]' });
    expect(step()).toBe('model');
  });

  test('ends on the ranked list of the run, in the place of the sample', async () => {
    const made = friday();
    const host = await open(fresh({
      run: async () => {
        host.digests.push(made);
        return { date: made.date, closed: true, changed: true, empty: null, caught_up: [], remarks: [], announced: 1, judged: 1, filtered: 0, failed: 0 };
      },
    }));
    await fireEvent.pointerDown(document.body);
    for (let i = 0; i < 4; i++) await click('guide-next');
    await click('guide-run');
    expect(screen.queryByTestId('sample-banner')).toBeNull();
    expect(rows()).not.toHaveLength(0);
    expect(called(host, 'set_guide').at(-1)).toEqual({ step: 'language', state: 'done' });
  });

  test('offline it ends on the sample day and says so', async () => {
    await open(fresh({ run: () => Promise.reject({ code: 'offline', message: 'no route', what_to_do: '' }) }));
    for (let i = 0; i < 4; i++) await click('guide-next');
    await click('guide-run');
    expect(screen.getByTestId('sample-banner').textContent).toContain(zhCN.guide.offline);
    expect(screen.getByTestId('error-note').dataset.code).toBe('offline');
  });

  test('what cannot be saved holds the step', async () => {
    await open(fresh({ failing: { save_profile: { code: 'disk', message: 'read-only', what_to_do: '' } } }));
    await click('guide-next');
    await fireEvent.change(screen.getByTestId('guide-focus'), { target: { value: 'one' } });
    await click('guide-next');
    expect(step()).toBe('interests');
    expect(screen.getByTestId('error-note').dataset.code).toBe('disk');
  });

  test('does not open where something is stored already', async () => {
    await open({});
    expect(screen.queryByTestId('guide')).toBeNull();
    expect(screen.getByTestId('guide-button')).toBeTruthy();
  });
});
