/**
 * The open-source parts of the program, with their versions and licences: `node scripts/licences.mjs` writes
 * ui/src/shared/licences.json, which the window shows under About. Asks cargo (all systems, without what only tests and
 * builds need) and reads ui/package-lock.json (all that npm counts to the program).
 */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url).pathname;

const metadata = JSON.parse(
  execFileSync('cargo', ['metadata', '--format-version', '1', '--locked', '--all-features'], { cwd: root, maxBuffer: 1 << 28, encoding: 'utf8' }),
);
const packages = new Map(metadata.packages.map((one) => [one.id, one]));
const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
const linked = new Set();
const queue = [metadata.resolve.root];
for (let id = queue.pop(); id; id = queue.pop()) {
  if (linked.has(id)) continue;
  linked.add(id);
  for (const { pkg, dep_kinds } of nodes.get(id).deps) if (dep_kinds.some(({ kind }) => kind === null)) queue.push(pkg);
}
const crates = [...linked]
  .map((id) => packages.get(id))
  .filter((one) => one.source !== null)
  .map(({ name, version, license, repository }) => ({ name, version, licence: license ?? '?', url: repository ?? `https://crates.io/crates/${name}` }));

const lock = JSON.parse(readFileSync(`${root}ui/package-lock.json`, 'utf8'));
const modules = Object.entries(lock.packages)
  .filter(([path, one]) => path !== '' && !one.dev && !one.optional)
  .map(([path, { version, license }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return { name, version, licence: license ?? '?', url: `https://www.npmjs.com/package/${name}` };
  });
// Compiled into the page although npm counts it among the tools.
const svelte = lock.packages['node_modules/svelte'];
modules.push({ name: 'svelte', version: svelte.version, licence: svelte.license, url: 'https://www.npmjs.com/package/svelte' });

const unique = new Map([...crates, ...modules].map((part) => [`${part.name} ${part.version}`, part]));
const parts = [...unique.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
writeFileSync(`${root}ui/src/shared/licences.json`, `[\n${parts.map((part) => JSON.stringify(part)).join(',\n')}\n]\n`);
console.log(`${parts.length} parts; without a licence: ${parts.filter(({ licence }) => licence === '?').map(({ name }) => name).join(', ') || 'none'}`);
