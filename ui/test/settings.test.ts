import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { fromToml, toToml } from '../src/domain/toml';
import { fakeHost } from '../src/host/fake';
import { zhCN } from '../src/i18n/zh-CN';
import { en } from '../src/i18n/en';
import { called, open, press, settle, small, wait } from './window';

const section = async (name: string) => {
  const button = screen.getAllByTestId('settings-section').find((one) => one.dataset.section === name) as HTMLElement;
  await fireEvent.click(button);
  await settle();
};
const unfold = async () => {
  (screen.getByTestId('settings-rare') as HTMLDetailsElement).open = true;
  await fireEvent(screen.getByTestId('settings-rare'), new Event('toggle'));
  await settle();
};

async function settings(patch = {}) {
  const host = await open({ ...small(), ...patch });
  await press(',', { ctrlKey: true });
  await settle();
  return host;
}

async function put(testid: string, value: string) {
  await fireEvent.change(screen.getByTestId(testid), { target: { value } });
  await settle();
}

describe('settings', () => {
  test('every key of settings.toml is there, named and explained in both languages', async () => {
    const host = fakeHost();
    const { keys } = await host.call('settings', {});
    await settings();
    const shown = new Set<string>(['profile.current']);
    for (const name of ['reading', 'sources', 'judge', 'network', 'schedule', 'data']) {
      await section(name);
      if (screen.queryByTestId('settings-rare')) await unfold();
      for (const line of document.querySelectorAll<HTMLElement>('[data-key]')) shown.add(line.dataset.key ?? '');
    }
    expect(keys.map(({ key }) => key).filter((key) => !shown.has(key))).toEqual([]);
    for (const { key } of keys.filter(({ key }) => key !== 'profile.current'))
      expect([key, zhCN.settings.keys[key]?.[0], en.settings.keys[key]?.[0]].every(Boolean), key).toBe(true);
  });

  test('a key that this window does not know can still be set', async () => {
    const keys = [{ key: 'later.thing', value: '3', default: '2', options: null }];
    const host = await settings({ answers: { settings: () => ({ path: '/x/settings.toml', keys, broken: null }) } });
    await section('data');
    await unfold();
    await put('setting-later.thing', '5');
    expect(called(host, 'set_setting')).toEqual([{ key: 'later.thing', value: '5' }]);
  });

  test('a change is written at once, and undone', async () => {
    const host = await settings();
    await put('setting-judge.max_papers', '80');
    await press('z', { ctrlKey: true });
    await settle();
    expect(called(host, 'set_setting')).toEqual([
      { key: 'judge.max_papers', value: '80' },
      { key: 'judge.max_papers', value: '60' },
    ]);
    expect((screen.getByTestId('setting-judge.max_papers') as HTMLInputElement).value).toBe('60');
  });

  test('one that cannot be says so beside the key, and the value stays', async () => {
    await settings({ failing: { set_setting: { code: 'usage', message: 'judge.max_papers cannot be -1', what_to_do: '' } } });
    await put('setting-judge.max_papers', '-1');
    const line = document.querySelector('[data-key="judge.max_papers"]') as HTMLElement;
    expect(within(line).getByTestId('error-note').textContent).toContain('cannot be -1');
  });

  test('are found by their words and by their keys', async () => {
    await settings();
    const search = screen.getByTestId('settings-search');
    await fireEvent.input(search, { target: { value: zhCN.settings.keys['network.proxy']?.[0] } });
    expect(screen.getByTestId('setting-network.proxy')).toBeTruthy();
    await fireEvent.input(search, { target: { value: 'rss_url' } });
    expect([...document.querySelectorAll<HTMLElement>('[data-key]')].map((line) => line.dataset.key)).toEqual(['arxiv.rss_url']);
    await fireEvent.input(search, { target: { value: 'quidditch' } });
    expect(screen.getByText(zhCN.settings.nothing)).toBeTruthy();
  });

  test('a file that was broken by hand is told, and read again when it is mended', async () => {
    const host = await settings({ broken: { code: 'broken_file', message: 'settings.toml: line 3: expected a value', what_to_do: '' } });
    expect(screen.getByTestId('settings-broken').textContent).toContain('line 3');
    host.emit('settings', null);
    await settle();
    expect(screen.queryByTestId('settings-broken')).toBeNull();
  });

  test('a value that was broken by hand is told beside its key too', async () => {
    const message = 'The settings /x/settings.toml cannot be read: TOML parse error at line 3, column 14\n  |\n3 | max_papers = "many"\n  |              ^^^^^^\ninvalid type';
    await settings({ broken: { code: 'broken_file', message, what_to_do: '' } });
    const line = document.querySelector('[data-key="judge.max_papers"]') as HTMLElement;
    expect(within(line).getByTestId('error-note').dataset.code).toBe('broken_file');
    expect(within(document.querySelector('[data-key="judge.learn"]') as HTMLElement).queryByTestId('error-note')).toBeNull();
  });

  test('every key is found by its name, in both languages, and by what the file calls it', async () => {
    const host = await settings();
    const { keys } = await host.call('settings', {});
    const search = screen.getByTestId('settings-search');
    for (const { key } of keys.filter(({ key }) => key !== 'profile.current')) {
      for (const words of [zhCN.settings.keys[key]?.[0] ?? '', key]) {
        await fireEvent.input(search, { target: { value: words } });
        expect(document.querySelector(`[data-key="${key}"]`), words).not.toBeNull();
      }
    }
  }, 60_000);

  test('categories are found in arXiv’s own list', async () => {
    const host = await settings();
    await section('sources');
    await fireEvent.input(screen.getByTestId('category-search'), { target: { value: 'vision' } });
    await fireEvent.click(screen.getByTestId('category'));
    await settle();
    expect(called(host, 'set_setting').at(-1)).toEqual({ key: 'arxiv.categories', value: '["cs.CL", "cs.AI", "cs.LG", "cs.CV"]' });
  });
});

describe('the judge', () => {
  test('a preset, a key for the keychain, and a test that tells each step', async () => {
    const host = await settings();
    await section('judge');
    await put('model-provider', 'deepseek');
    expect(called(host, 'set_setting').map((one) => (one as { key: string }).key)).toEqual(['judge.base_url', 'judge.model', 'judge.engine']);
    await fireEvent.input(screen.getByTestId('model-key'), { target: { value: 'sk-test' } });
    await fireEvent.click(screen.getByTestId('model-key-keep'));
    await settle();
    expect(called(host, 'set_key')).toEqual([{ base_url: 'https://api.deepseek.com/v1', key: 'sk-test' }]);
    expect(screen.queryByTestId('model-key')).toBeNull();
    await fireEvent.click(screen.getByTestId('model-test'));
    await settle();
    expect(within(screen.getByTestId('model-steps')).getAllByRole('listitem')).toHaveLength(6);
    expect(screen.getByTestId('usage').textContent).toContain('deepseek-chat');
  });

  test('a server on this machine is found by itself', async () => {
    const host = await settings({ servers: [{ name: 'vLLM', kind: 'openai', base_url: 'http://localhost:8000/v1', models: ['qwen3-32b'] }] });
    await section('judge');
    expect(screen.getByTestId('model-provider').textContent).toContain(zhCN.model.running('vLLM'));
    await put('model-provider', 'http://localhost:8000/v1');
    expect(called(host, 'set_setting')).toContainEqual({ key: 'judge.model', value: 'qwen3-32b' });
  });
});

describe('the schedule', () => {
  test('says what comes next, is paused, and starts at login', async () => {
    const host = await settings();
    await section('schedule');
    await fireEvent.click(screen.getByTestId('schedule-pause'));
    await settle();
    expect(called(host, 'pause')).toEqual([{ on: true }]);
    expect(screen.getByTestId('schedule-pause').textContent).toContain(zhCN.schedule.resume);
    await fireEvent.click(screen.getByTestId('schedule-login'));
    expect(called(host, 'set_start_at_login')).toEqual([{ on: true }]);
    await fireEvent.click(screen.getByTestId('setting-schedule.enabled'));
    await settle();
    expect(screen.getByTestId('schedule-next').textContent).toBe(zhCN.schedule.off);
  });
});

describe('data', () => {
  test('is backed up, restored when asked twice, and examined', async () => {
    const host = await settings();
    await section('data');
    await fireEvent.click(screen.getByTestId('backup'));
    await settle();
    expect(called(host, 'backup')).toEqual([{}]);
    await fireEvent.click(screen.getAllByTestId('restore')[1] as HTMLElement);
    expect(called(host, 'restore')).toEqual([]);
    await fireEvent.click(screen.getByTestId('restore-sure'));
    await settle();
    expect(called(host, 'restore')).toHaveLength(1);
    await fireEvent.click(screen.getByTestId('doctor'));
    await settle();
    expect(within(screen.getByTestId('checks')).getAllByRole('listitem')).toHaveLength(2);
  });

  test('reports are imported, and what could not be read is named', async () => {
    const host = await settings({ imported: { refused: [{ path: '/x/notes.md', reason: 'no report', named: true }] } });
    await section('data');
    await fireEvent.click(screen.getByTestId('import-folder'));
    await settle();
    expect(called(host, 'choose_path')).toEqual([{ kind: 'open_folder' }]);
    expect(screen.getByTestId('imported').textContent).toContain('/x/notes.md');
    // Several files are one import.
    await fireEvent.click(screen.getByTestId('import-files'));
    await settle();
    expect(called(host, 'import_reports').at(-1)).toEqual({ paths: ['/home/reader/a.md', '/home/reader/b.md'] });
  });

  test('everything is exported in the format that the reader chooses, into a folder where it is many files', async () => {
    const host = await settings();
    await section('data');
    const exportAs = async (format: string) => {
      await fireEvent.click(screen.getByTestId('export-all'));
      await fireEvent.click(within(screen.getByTestId('menu')).getByText(zhCN.pane.exportAs(zhCN.pane.format[format] ?? '')));
      await settle();
    };
    await exportAs('json');
    await exportAs('site');
    await exportAs('markdown');
    expect(called(host, 'choose_path')).toEqual([{ kind: 'save', name: 'arxiv-llm-daily.json' }, { kind: 'open_folder' }, { kind: 'open_folder' }]);
    expect(called(host, 'export')).toMatchObject(['json', 'site', 'markdown'].map((format) => ({ what: { kind: 'all' }, format })));
  });

  test('a long export tells how far it is, and is stopped by a click', async () => {
    let stop: (error: unknown) => void = () => {};
    const host = await settings({ answers: { export: () => new Promise((_, reject) => (stop = reject)) } });
    await section('data');
    await fireEvent.click(screen.getByTestId('export-all'));
    await fireEvent.click(within(screen.getByTestId('menu')).getByText(zhCN.pane.exportAs('JSON')));
    await wait(350);
    host.tell({ event: 'export', stage: 'read', done: 120, total: 250 });
    await settle();
    expect(screen.getByTestId('exporting').textContent).toContain('120 / 250');
    await fireEvent.click(screen.getByTestId('stop-export'));
    expect(called(host, 'cancel_export')).toEqual([{}]);
    stop({ code: 'cancelled', message: '', what_to_do: '' });
    await settle();
    expect(screen.queryByTestId('exporting')).toBeNull();
    expect(screen.getByTestId('toast').textContent).toContain(zhCN.app.exportStopped);
    expect(screen.queryByTestId('error-note')).toBeNull();
  });
});

describe('the data folder', () => {
  test('moves when the reader is sure, and the app starts again', async () => {
    const host = await settings({ answers: { choose_path: () => '/mnt/big' } });
    await section('data');
    await fireEvent.click(screen.getByTestId('move'));
    await settle();
    expect(called(host, 'move_data')).toEqual([]);
    await fireEvent.click(screen.getByTestId('move-sure'));
    await settle();
    expect(called(host, 'move_data')).toEqual([{ path: '/mnt/big' }]);
    expect(screen.getByTestId('moved').textContent).toContain('/mnt/big/arxiv-llm-daily');
    await fireEvent.click(screen.getByTestId('restart'));
    expect(called(host, 'restart')).toHaveLength(1);
  });

  test('that cannot move says why beside it, and the old copy is deleted when asked twice', async () => {
    const host = await settings({
      answers: { choose_path: () => '/mnt/big' }, failing: { move_data: { code: 'busy', message: 'A run is going on', what_to_do: '' } },
      info: { old_copy: '/home/reader/old' },
    });
    await section('data');
    await fireEvent.click(screen.getByTestId('move'));
    await settle();
    await fireEvent.click(screen.getByTestId('move-sure'));
    await settle();
    expect(screen.getByTestId('error-note').dataset.code).toBe('busy');
    await fireEvent.click(screen.getByTestId('delete-copy'));
    await settle();
    await fireEvent.click(screen.getByTestId('delete-copy-sure'));
    await settle();
    expect(called(host, 'delete_old_copy')).toHaveLength(1);
  });

  test('keys are deleted and everything is reset when asked twice; the guide comes back', async () => {
    let reset = false;
    const host = await settings({
      answers: {
        reset: () => {
          reset = true;
          return { backup: '/backups/before.sqlite' };
        },
      },
    });
    const app = host.call;
    host.call = (async (name: 'app', request: never) => {
      const answer = await app(name, request);
      return name === 'app' && reset ? { ...answer, guide: { step: 'language', state: 'open' } } : answer;
    }) as typeof host.call;
    await section('data');
    for (const what of ['delete-keys', 'reset']) {
      await fireEvent.click(screen.getByTestId(what));
      await settle();
      await fireEvent.click(screen.getByTestId(`${what}-sure`));
      await settle();
    }
    expect([called(host, 'delete_keys').length, called(host, 'reset').length]).toEqual([1, 1]);
    expect(screen.getByTestId('guide').dataset.step).toBe('language');
  });
});

describe('the network', () => {
  test('is tested through the proxy, and tested anew when that changes', async () => {
    const host = await settings();
    await section('network');
    await fireEvent.click(screen.getByTestId('network-test'));
    await settle();
    expect(screen.getByTestId('network-result').textContent).toContain('0.8');
    await put('setting-network.proxy', 'http://127.0.0.1:1');
    expect(screen.getByTestId('network-result').textContent?.trim()).toBe('');
    expect(called(host, 'test_network')).toHaveLength(1);
  });

  test('that cannot be used says why', async () => {
    await settings({ network: { code: 'offline', message: 'cannot connect to 127.0.0.1:1', what_to_do: '' } });
    await section('network');
    await fireEvent.click(screen.getByTestId('network-test'));
    await settle();
    expect(within(screen.getByTestId('network-result')).getByTestId('error-note').dataset.code).toBe('offline');
  });
});

describe('about', () => {
  test('shows the parts with their licences, and the log', async () => {
    await settings();
    await section('about');
    for (const fold of ['licences-fold', 'log-fold']) {
      (screen.getByTestId(fold) as HTMLDetailsElement).open = true;
      await fireEvent(screen.getByTestId(fold), new Event('toggle'));
    }
    await vi.waitFor(() => expect(screen.getByTestId('licences').textContent).not.toBe(''), 5000);
    expect(screen.getByTestId('licences').textContent).toMatch(/tauri[\d.]+/);
    await fireEvent.input(screen.getByLabelText(zhCN.settings.findLicence), { target: { value: 'rusqlite' } });
    await settle();
    expect(within(screen.getByTestId('licences')).getAllByRole('listitem')).toHaveLength(1);
    expect(screen.getByTestId('log').textContent).toContain('347 papers');
  });
});

describe('the profile', () => {
  test('how the built-in judge reads each Chinese line is shown, translated, and put right', async () => {
    const info = { judge: 'deepseek-chat' };
    const host = await settings({ info });
    await fireEvent.click(screen.getByTestId('profile-edit'));
    await settle();
    const list = () => within(screen.getByTestId('profile-reading'));
    const english = (line: string) => list().getByLabelText(zhCN.profile.readingOf(line)) as HTMLInputElement;
    expect(english('智能体的长期记忆').value).toBe('agents, memory');
    await fireEvent.click(screen.getByTestId('profile-translate'));
    await settle();
    expect(english('智能体的长期记忆').value).toBe('agents, memory, in full');
    expect(screen.queryByTestId('profile-translate')).toBeNull();
    await fireEvent.change(english('智能体的长期记忆'), { target: { value: 'long-term agent memory' } });
    await settle();
    expect(called(host, 'set_profile_reading')).toEqual([{ file: 'finance-ai', line: '智能体的长期记忆', english: 'long-term agent memory' }]);
    expect(english('智能体的长期记忆').value).toBe('long-term agent memory');
  });

  test('a line that matches nothing says so', async () => {
    await settings();
    await fireEvent.click(screen.getByTestId('profile-edit'));
    await settle();
    await put('profile-focus', '毫无关系的一行');
    await fireEvent.click(screen.getByTestId('profile-save'));
    await settle();
    await fireEvent.click(screen.getByTestId('profile-edit'));
    await settle();
    expect(screen.getByTestId('profile-reading').textContent).toContain(zhCN.profile.silent);
    expect(screen.queryByTestId('profile-translate')).toBeNull();
  });

  test('is edited with its effect on stored days in sight, saved, and undone', async () => {
    const host = await settings();
    await fireEvent.click(screen.getByTestId('profile-edit'));
    await settle();
    await put('profile-exclude_terms', 'jailbreak\nwatermark');
    expect(screen.getByTestId('filter-effect').textContent).toContain(zhCN.profile.wouldGo('1'));
    expect(called(host, 'save_profile')).toEqual([]);
    await fireEvent.click(screen.getByTestId('profile-save'));
    await settle();
    expect(called(host, 'save_profile')).toMatchObject([{ file: 'finance-ai', profile: { exclude_terms: ['jailbreak', 'watermark'] } }]);
    await press('z', { ctrlKey: true });
    await settle();
    expect(called(host, 'save_profile').at(-1)).toMatchObject({ profile: { exclude_terms: ['jailbreak'] } });
  });

  test('that cannot be saved keeps what was written', async () => {
    await settings({ failing: { save_profile: { code: 'disk', message: 'read-only', what_to_do: '' } } });
    await fireEvent.click(screen.getByTestId('profile-edit'));
    await settle();
    await put('profile-focus', 'one\ntwo');
    await fireEvent.click(screen.getByTestId('profile-save'));
    await settle();
    expect(screen.getByTestId('error-note').dataset.code).toBe('disk');
    expect((screen.getByTestId('profile-focus') as HTMLTextAreaElement).value).toBe('one\ntwo');
  });
});

test.each([
  ['true', true],
  ['3.5', 3.5],
  ['"a \\"b\\""', 'a "b"'],
  ["'C:\\x'", 'C:\\x'],
  ['["a", "b, c"]', ['a', 'b, c']],
  ['[]', []],
])('TOML %s', (written, value) => {
  expect(fromToml(written)).toEqual(value);
  expect(fromToml(toToml(value))).toEqual(value);
});
