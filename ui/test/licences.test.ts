import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import parts from '../src/shared/licences.json';

const read = (path: string) => readFileSync(`${process.cwd()}/${path}`, 'utf8');
const listed = new Set(parts.map(({ name, version }) => `${name} ${version}`));
const again = 'run: node scripts/licences.mjs';

/** `name version` of every package of Cargo.lock. */
const locked = [...read('../Cargo.lock').matchAll(/\[\[package\]\]\nname = "(.+)"\nversion = "(.+)"/g)].map(([, name, version]) => `${name} ${version}`);
const npm = Object.entries((JSON.parse(read('package-lock.json')) as { packages: Record<string, { version: string; dev?: boolean; optional?: boolean }> }).packages);

test('every part that is listed is of the version that is built', () => {
  const built = new Set([...locked, ...npm.map(([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 13)} ${version}`)]);
  expect([...listed].filter((part) => !built.has(part)), again).toEqual([]);
});

test('every part that the program names is listed', () => {
  const direct = ['../Cargo.toml', '../src-tauri/engine/Cargo.toml'].flatMap((file) =>
    [...read(file).matchAll(/^\[(?:target\..*\.)?dependencies\]\n((?:(?!\[).*\n?)*)/gm)].flatMap(([, lines]) =>
      [...(lines ?? '').matchAll(/^([\w-]+)\s*=/gm)].map(([, name]) => name ?? ''),
    ),
  );
  expect(direct.length).toBeGreaterThan(25);
  const names = new Set(parts.map(({ name }) => name));
  expect(direct.filter((name) => name !== 'engine' && !names.has(name)), again).toEqual([]);
  const modules = npm.filter(([path, one]) => path !== '' && !one.dev && !one.optional).map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13));
  expect(modules.filter((name) => !names.has(name)), again).toEqual([]);
});

test('each with a licence and where it comes from', () => {
  expect(parts.filter(({ licence, url }) => licence === '?' || !/^https?:\/\//.test(url))).toEqual([]);
});
