import { expect, test } from 'vitest';
import { early } from '../src/host/early';
import { fakeHost } from '../src/host/fake';

function counted() {
  const calls: string[] = [];
  const inner = fakeHost({});
  const asked = { app: inner.call('app', {}), day: Promise.reject({ code: 'not_found', message: 'none', what_to_do: '' }) };
  asked.day.catch(() => {});
  const call = inner.call;
  inner.call = ((name: never, request: never) => {
    calls.push(name);
    return call(name, request);
  }) as typeof inner.call;
  return { host: early(inner, asked), calls };
}

test('what was asked early is answered once, a failure too', async () => {
  const { host, calls } = counted();
  expect((await host.call('app', {})).version).toBeTruthy();
  await expect(host.call('day', {})).rejects.toMatchObject({ code: 'not_found' });
  expect(calls).toEqual([]);
  await host.call('app', {});
  expect(calls).toEqual(['app']);
});

test.each([
  ['day', { date: '2026-01-09' }],
  ['sample', {}],
] as const)('after %s %j nothing of it is old news', async (name, request) => {
  const { host, calls } = counted();
  await host.call('app', {});
  await host.call(name, request as never).catch(() => {});
  await host.call('day', {}).catch(() => {});
  expect(calls).toEqual([name, 'day']);
});

test('who asked nothing early asks as ever', async () => {
  const inner = fakeHost({});
  expect((await early(inner).call('app', {})).version).toBeTruthy();
});
