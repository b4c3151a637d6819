import { expect, test } from 'vitest';
import { early } from '../src/host/early';
import { fakeHost } from '../src/host/fake';

function counted() {
  const calls: string[] = [];
  const inner = fakeHost({});
  const call = inner.call;
  inner.call = ((name: never, request: never) => {
    calls.push(name);
    return call(name, request);
  }) as typeof inner.call;
  return { inner, calls };
}

test('what was asked early is answered once', async () => {
  const { inner, calls } = counted();
  const host = early(inner, ['app', 'day']);
  expect(calls).toEqual(['app', 'day']);
  expect((await host.call('app', {})).version).toBeTruthy();
  expect(calls).toEqual(['app', 'day']);
  await host.call('day', {}).catch(() => {});
  expect(calls).toEqual(['app', 'day']);
  await host.call('app', {});
  expect(calls).toEqual(['app', 'day', 'app']);
});

test.each([
  ['day', { date: '2026-01-09' }],
  ['sample', {}],
] as const)('after %s %j nothing of it is old news', async (name, request) => {
  const { inner, calls } = counted();
  const host = early(inner, ['app', 'day']);
  await host.call('app', {});
  await host.call(name, request as never).catch(() => {});
  await host.call('day', {}).catch(() => {});
  expect(calls).toEqual(['app', 'day', name, 'day']);
});
