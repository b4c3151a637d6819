import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { optionsOf } from '../gallery/states';
import { open, press, settle } from './window';

const open_ = (testid: string) => {
  const fold = screen.getByTestId(testid) as HTMLDetailsElement;
  fold.open = true;
  return fireEvent(fold, new Event('toggle'));
};
const section = (name: string) => fireEvent.click(screen.getAllByTestId('settings-section').find((one) => one.dataset.section === name) as HTMLElement);

/** The places with fields, and how many there are at least. */
const places: [string, number, () => Promise<unknown>][] = [
  ['a note and tags', 1, () => press('n')],
  ['the archive', 1, () => press('c')],
  ['the search', 1, () => press('/')],
  ['the ledger', 1, () => press('g')],
  ['finding in the page', 1, () => press('f', { ctrlKey: true })],
  ['the palette', 1, () => press('k', { ctrlKey: true })],
  ['settings', 2, () => press(',', { ctrlKey: true })],
  ['the sources', 3, async () => {
    await press(',', { ctrlKey: true });
    await settle();
    await section('sources');
    await settle();
    await open_('settings-rare');
  }],
  ['the judge', 3, async () => {
    await press(',', { ctrlKey: true });
    await settle();
    await section('judge');
    await settle();
    await fireEvent.change(screen.getByTestId('model-provider'), { target: { value: 'deepseek' } });
  }],
  ['the profile', 5, async () => {
    await press(',', { ctrlKey: true });
    await settle();
    await fireEvent.click(screen.getByTestId('profile-edit'));
  }],
  ['the guide', 4, async () => {
    await press(',', { ctrlKey: true });
    await settle();
    await section('about');
    await settle();
    await fireEvent.click(screen.getByTestId('guide-again'));
    await settle();
    await fireEvent.click(screen.getByTestId('guide-next'));
    await settle();
    await open_('guide-seed-fold');
  }],
];

test.each(places)('an input method is no shortcut and submits nothing in %s', async (_, least, go) => {
  const host = await open(optionsOf('stored', 'zh-CN'));
  await go();
  await settle();
  const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].filter(
    (field) => !(field instanceof HTMLInputElement) || ['text', 'search', 'password', 'number'].includes(field.type),
  );
  expect(fields.length).toBeGreaterThanOrEqual(least);
  const state = () => [document.querySelectorAll('dialog[open]').length, screen.getByTestId('app').querySelector('main')?.firstElementChild?.getAttribute('data-testid')];
  // The search comes last: what it finds takes the place of the rest.
  for (const field of fields.reverse()) {
    field.focus();
    await fireEvent.compositionStart(field);
    field.value = '推理';
    await fireEvent.input(field);
    await settle();
    const [before, calls] = [state(), host.calls.length];
    // As WebKit sends it: the end of the composition first.
    await fireEvent.compositionEnd(field, { data: '推理' });
    for (const key of ['Enter', 'Escape', 'j', 's', 'ArrowDown', ' ']) await fireEvent.keyDown(field, { key, keyCode: 229 });
    await settle();
    expect([state(), host.calls.length], field.getAttribute('aria-label') ?? field.className).toEqual([before, calls]);
    expect(field.isConnected, field.getAttribute('aria-label') ?? field.className).toBe(true);
  }
});
