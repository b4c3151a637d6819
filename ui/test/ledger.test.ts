import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { optionsOf } from '../gallery/states';
import { paperId } from '../src/domain/ledger';
import { zhCN } from '../src/i18n/zh-CN';
import { called, open, press, settle } from './window';

async function ledger(patch = {}) {
  const host = await open({ ...optionsOf('stored', 'zh-CN'), ...patch });
  await press('g');
  await settle();
  return host;
}

const type = async (words: string) => {
  await fireEvent.input(screen.getByTestId('ledger-find'), { target: { value: words } });
  await settle();
};

describe('the ledger', () => {
  test('tells what became of any paper, and has it judged', async () => {
    const host = await ledger();
    await type('https://arxiv.org/abs/2512.00042v2');
    expect(called(host, 'why')).toEqual([]);
    await fireEvent.keyDown(screen.getByTestId('ledger-find'), { key: 'Enter', keyCode: 229 });
    expect(called(host, 'why'), 'an input method is not an answer').toEqual([]);
    await fireEvent.click(screen.getByTestId('ledger-ask'));
    await settle();
    expect(called(host, 'why')).toEqual([{ id: '2512.00042' }]);
    expect(screen.getByTestId('ledger-why').textContent).toContain('第 93 名');
  });

  test('judging leaves a verdict where it was asked for', async () => {
    const host = await ledger();
    const listed = host.digests.at(-1)?.papers[0]?.id as string;
    await type(listed);
    await fireEvent.keyDown(screen.getByTestId('ledger-find'), { key: 'Enter' });
    await settle();
    await fireEvent.click(screen.getByTestId('judge-now'));
    await settle();
    expect(called(host, 'judge')).toEqual([{ id: listed }]);
    expect(screen.getByTestId('judged-now').textContent).toMatch(new RegExp(Object.values(zhCN.decision).join('|')));
    expect(called(host, 'ledger')).toHaveLength(2);
  });

  test('what cannot be judged says why, and stays', async () => {
    await ledger({ failing: { judge: { code: 'offline', message: 'no route', what_to_do: '' } } });
    await type('2512.00042');
    await fireEvent.click(screen.getByTestId('ledger-ask'));
    await settle();
    await fireEvent.click(screen.getByTestId('judge-now'));
    await settle();
    expect(within(screen.getByTestId('ledger-why')).getByTestId('error-note').dataset.code).toBe('offline');
  });
});

test.each([
  ['2601.03506', '2601.03506'],
  [' arXiv:2601.03506v3 ', '2601.03506'],
  ['https://arxiv.org/pdf/2601.03506v1.pdf', '2601.03506'],
  ['math.GT/0309136', 'math.GT/0309136'],
  ['hep-th/9901001v2', 'hep-th/9901001'],
  ['memory of agents', null],
  ['2601', null],
])('%s is a paper: %s', (words, id) => expect(paperId(words)).toBe(id));
