/**
 * Pictures of the gallery in WebKitGTK, the engine of the Linux window: `npm run gallery && npm run screens [-- FILTER…]`.
 * Needs Xvfb, WebKitWebDriver and WebKit's MiniBrowser; writes screens/*.png and fails when the page's security policy
 * refused anything. Everything that it starts, it ends.
 */

import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = new URL('../dist-gallery/', import.meta.url).pathname;
const out = new URL('../screens/', import.meta.url).pathname;
const filters = process.argv.slice(2);

const sizes = { s: [1280, 800], m: [1440, 900], l: [1920, 1080], n: [900, 650], t: [780, 900], p: [580, 800] };

/** name: [query, size] */
const shots = [];
const add = (name, query, size) => shots.push({ name: `${name}-${sizes[size].join('x')}`, query, size });
for (const theme of ['light', 'dark'])
  for (const lang of ['zh-CN', 'en'])
    for (const size of Object.keys(sizes)) add(`today-${theme}-${lang}`, { theme, lang }, size);
for (const state of ['sample', 'empty', 'running', 'error', 'overfull', 'failed', 'many-authors', 'offline', 'finished', 'bare'])
  for (const [theme, lang] of [['light', 'zh-CN'], ['dark', 'en']]) add(`${state}-${theme}-${lang}`, { state, theme, lang }, 's');
for (const [theme, lang] of [['light', 'zh-CN'], ['dark', 'en']]) {
  for (const size of ['s', 'p']) {
    add(`ledger-${theme}-${lang}`, { view: 'ledger', theme, lang }, size);
    add(`settings-${theme}-${lang}`, { view: 'settings', theme, lang }, size);
  }
  for (const overlay of ['help', 'palette']) add(`${overlay}-${theme}-${lang}`, { overlay, theme, lang }, 's');
  add(`month-${theme}-${lang}`, { overlay: 'month', theme, lang }, 'p');
  add(`paper-${theme}-${lang}`, { paper: '1', theme, lang }, 'p');
  add(`trend-${theme}-${lang}`, { trend: '1', theme, lang }, 's');
  for (const state of ['stored', 'overfull']) add(`end-${state}-${theme}-${lang}`, { state, scroll: 'end', theme, lang }, 's');
  add(`failed-section-${theme}-${lang}`, { state: 'failed', scroll: 'failed-section', theme, lang }, 's');
  add(`keys-${theme}-${lang}`, { keys: 'j j j j s', theme, lang }, 's');
  for (const date of ['2026-01-02', '2026-01-10', '2026-01-01', '2026-01-12']) add(`blank-${date}-${theme}-${lang}`, { date, theme, lang }, 's');
}

for (const [theme, lang] of [['light', 'zh-CN'], ['dark', 'en']])
  for (const size of ['s', 'n', 'l', 'p']) {
    add(`search-${theme}-${lang}`, { q: lang === 'en' ? 'reasoning' : '推理', theme, lang }, size);
    add(`search-empty-${theme}-${lang}`, { q: '', theme, lang }, size);
  }
for (const [theme, lang] of [['light', 'zh-CN'], ['dark', 'en']]) {
  add(`search-none-${theme}-${lang}`, { q: 'quidditch', theme, lang }, 's');
  add(`search-typo-${theme}-${lang}`, { q: 'resoning', theme, lang }, 's');
  for (const size of ['s', 'n', 'l']) {
    add(`pane-end-${theme}-${lang}`, { open: 'similar-fold full-text-fold verdict-history versions', scroll: 'similar-fold', theme, lang }, size);
    add(`pane-writing-${theme}-${lang}`, { writing: '1', theme, lang }, size);
    add(`pane-menu-${theme}-${lang}`, { open: 'override-menu', theme, lang }, size);
    add(`menu-${theme}-${lang}`, { menu: '1', theme, lang }, size);
    add(`chosen-${theme}-${lang}`, { chosen: '4', said: lang === 'en' ? '4 papers starred' : '已给 4 篇标星', theme, lang }, size);
  }
  add(`pane-history-${theme}-${lang}`, { open: 'verdict-history', theme, lang }, 's');
  add(`note-history-${theme}-${lang}`, { overlay: 'note-history', theme, lang }, 's');
  add(`find-${theme}-${lang}`, { find: lang === 'en' ? 'model' : '模型', theme, lang }, 's');
  add(`live-${theme}-${lang}`, { state: 'live', theme, lang }, 's');
}

for (const [theme, lang] of [['light', 'zh-CN'], ['dark', 'en'], ['light', 'en'], ['dark', 'zh-CN']])
  for (const size of ['s', 'n']) {
    add(`archive-${theme}-${lang}`, { view: 'archive', theme, lang }, size);
    add(`insights-${theme}-${lang}`, { view: 'insights', theme, lang }, size);
    add(`library-${theme}-${lang}`, { view: 'library', theme, lang }, size);
    add(`guide-${theme}-${lang}`, { view: 'guide', step: 'interests', state: 'sample', theme, lang }, size);
    for (const section of ['reading', 'judge', 'data']) add(`settings-${section}-${theme}-${lang}`, { view: 'settings', section, theme, lang }, size);
  }
for (const [theme, lang] of [['light', 'zh-CN'], ['dark', 'en']]) {
  for (const size of ['m', 'p']) add(`archive-${theme}-${lang}`, { view: 'archive', theme, lang }, size);
  for (const section of ['sources', 'schedule', 'about']) add(`settings-${section}-${theme}-${lang}`, { view: 'settings', section, theme, lang }, 's');
  for (const step of ['language', 'model', 'schedule', 'run']) add(`guide-${step}-${theme}-${lang}`, { view: 'guide', step, state: 'sample', theme, lang }, 's');
  add(`profile-${theme}-${lang}`, { view: 'settings', editing: '1', theme, lang }, 's');
  for (const size of ['s', 'n']) {
    add(`errors-${theme}-${lang}`, { view: 'errors', theme, lang }, size);
    add(`ledger-why-${theme}-${lang}`, { view: 'ledger', why: '2601.90093', theme, lang }, size);
  }
  add(`settings-network-${theme}-${lang}`, { view: 'settings', section: 'network', open: 'network-test', theme, lang }, 's');
  add(`settings-network-bad-${theme}-${lang}`, { view: 'settings', section: 'network', open: 'network-test', state: 'unreachable', theme, lang }, 's');
  add(`settings-parts-${theme}-${lang}`, { view: 'settings', section: 'about', open: 'licences-fold log-fold', theme, lang }, 's');
  add(`settings-end-${theme}-${lang}`, { view: 'settings', section: 'data', open: 'doctor reset', scroll: 'end', state: 'moved', theme, lang }, 's');
  add(`settings-broken-${theme}-${lang}`, { view: 'settings', state: 'broken-settings', theme, lang }, 's');
  add(`attempt-${theme}-${lang}`, { attempt: '1', theme, lang }, 's');
  add(`closing-${theme}-${lang}`, { overlay: 'closing', theme, lang }, 's');
  add(`compare-${theme}-${lang}`, { view: 'archive', compare: '1', theme, lang }, 's');
}

// As long, as many and as wide as it gets.
for (const [theme, lang] of [['light', 'zh-CN'], ['dark', 'en']])
  for (const size of ['s', 'l', 'n']) {
    for (const state of ['long', 'crowded']) add(`${state}-today-${theme}-${lang}`, { state, theme, lang }, size);
    for (const view of ['archive', 'library', 'insights', 'settings', 'ledger']) add(`crowded-${view}-${theme}-${lang}`, { state: 'crowded', view, theme, lang }, size);
    for (const view of ['library', 'ledger']) add(`long-${view}-${theme}-${lang}`, { state: 'long', view, theme, lang }, size);
    add(`long-palette-${theme}-${lang}`, { state: 'long', overlay: 'palette', theme, lang }, size);
    add(`long-compare-${theme}-${lang}`, { state: 'crowded', view: 'archive', compare: '1', theme, lang }, size);
    add(`long-search-${theme}-${lang}`, { state: 'long', q: 'a', theme, lang }, size);
    add(`long-profile-${theme}-${lang}`, { state: 'crowded', view: 'settings', section: 'reading', editing: '1', theme, lang }, size);
    add(`failing-run-${theme}-${lang}`, { state: 'failing-run', theme, lang }, size);
    for (const view of ['today', 'archive', 'library', 'insights']) add(`new-${view}-${theme}-${lang}`, { state: 'new', view, theme, lang }, size);
    add(`new-search-${theme}-${lang}`, { state: 'new', q: '', theme, lang }, size);
  }
for (const [theme, lang] of [['light', 'zh-CN'], ['dark', 'en']]) {
  for (const size of ['l', 'n']) {
    for (const state of ['sample', 'empty', 'running', 'error', 'overfull', 'failed', 'live']) add(`${state}-${theme}-${lang}`, { state, theme, lang }, size);
    for (const view of ['ledger', 'settings']) add(`${view}-${theme}-${lang}`, { view, theme, lang }, size);
    for (const overlay of ['help', 'palette', 'closing', 'note-history']) add(`${overlay}-${theme}-${lang}`, { overlay, theme, lang }, size);
    add(`blank-2026-01-02-${theme}-${lang}`, { date: '2026-01-02', theme, lang }, size);
    add(`compare-${theme}-${lang}`, { view: 'archive', compare: '1', theme, lang }, size);
    for (const step of ['language', 'model', 'schedule', 'run']) add(`guide-${step}-${theme}-${lang}`, { view: 'guide', step, state: 'sample', theme, lang }, size);
    add(`profile-${theme}-${lang}`, { view: 'settings', editing: '1', theme, lang }, size);
  }
  for (const view of ['archive', 'insights', 'library']) add(`${view}-${theme}-${lang}`, { view, theme, lang }, 'l');
  add(`guide-${theme}-${lang}`, { view: 'guide', step: 'interests', state: 'sample', theme, lang }, 'l');
  add(`errors-${theme}-${lang}`, { view: 'errors', theme, lang }, 'l');
  for (const section of ['reading', 'judge', 'data', 'sources', 'schedule', 'network', 'about']) add(`settings-${section}-${theme}-${lang}`, { view: 'settings', section, theme, lang }, 'l');
}

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };
const server = createServer(async (request, response) => {
  const path = new URL(request.url, 'http://x').pathname;
  try {
    const body = await readFile(join(root, path));
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const base = `http://127.0.0.1:${server.address().port}/gallery.html`;

const children = [];
function start(command, args, options) {
  const child = spawn(command, args, options);
  child.on('error', (error) => console.error(`${command}: ${error.message}`));
  children.push(child);
  return child;
}
function end() {
  for (const child of children.reverse()) child.kill();
  server.close();
}

const driverPort = 20000 + Math.floor(Math.random() * 20000);
async function driver(method, path, body) {
  const response = await fetch(`http://127.0.0.1:${driverPort}${path}`, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (value?.error) throw new Error(`${path}: ${value.error} ${value.message}`);
  return value;
}

try {
  await mkdir(out, { recursive: true });
  const xvfb = start('Xvfb', ['-displayfd', '3', '-screen', '0', '2200x1400x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const display = await new Promise((done) => xvfb.stdio[3].once('data', (data) => done(String(data).trim())));
  const env = { ...process.env, DISPLAY: `:${display}`, GDK_BACKEND: 'x11', LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_DMABUF_RENDERER: '1' };
  start('WebKitWebDriver', [`--port=${driverPort}`], { env, stdio: 'ignore' });
  const binary = ['', ...readdirSync('/usr/lib')].map((part) => join('/usr/lib', part, 'webkit2gtk-4.1/MiniBrowser')).find((path) => existsSync(path));
  if (!binary) throw new Error('WebKit’s MiniBrowser is not installed (Debian: libwebkit2gtk-4.1-0, webkit2gtk-driver).');
  for (let i = 0; i < 50; i++) {
    if (await fetch(`http://127.0.0.1:${driverPort}/status`).then(() => true, () => false)) break;
    await sleep(100);
  }
  const { sessionId } = await driver('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } } },
  });
  const session = `/session/${sessionId}`;
  const run = (script) => driver('POST', `${session}/execute/sync`, { script, args: [] });
  let refused = 0;
  let sized = '';
  // A window is slow to change its size: pictures of one size are taken together.
  const wanted = shots
    .filter((shot) => filters.length === 0 || filters.some((filter) => shot.name.includes(filter)))
    .sort((a, b) => Object.keys(sizes).indexOf(a.size) - Object.keys(sizes).indexOf(b.size));
  for (const { name, query, size } of wanted) {
    if (size !== sized) {
      const [width, height] = sizes[size];
      let rect = { width, height };
      for (let tries = 0; tries < 4; tries++) {
        await driver('POST', `${session}/window/rect`, { x: 0, y: 0, ...rect });
        await sleep(250);
        const [w, h] = await run('return [innerWidth, innerHeight]');
        if (w === width && h === height) break;
        rect = { width: rect.width + width - w, height: rect.height + height - h };
      }
      sized = size;
    }
    await driver('POST', `${session}/url`, { url: `${base}?${new URLSearchParams(query)}` });
    for (let i = 0; i < 50 && !(await run('return document.documentElement.dataset.ready === "true"')); i++) await sleep(60);
    // `document.fonts.ready` never resolves in WebKit on a page that needs no font.
    for (let i = 0; i < 30 && (await run('return document.fonts.status')) !== 'loaded'; i++) await sleep(60);
    await sleep(250);
    refused += Number(await run('return document.documentElement.dataset.violations ?? 0'));
    const thrown = await run('return document.documentElement.dataset.error');
    if (thrown) throw new Error(`${name}: ${thrown}`);
    await writeFile(join(out, `${name}.png`), Buffer.from(await driver('GET', `${session}/screenshot`), 'base64'));
    console.log(name);
  }
  await driver('DELETE', session);
  if (refused > 0) throw new Error(`The security policy refused ${refused} times.`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  end();
}
