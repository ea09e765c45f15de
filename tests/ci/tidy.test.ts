// tidy.test.ts — each rule of style finds what breaks it, and lets pass what does not.

import { expect, test } from '@playwright/test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { layerRules, misplacedImports, webLayers } from '../../.ci/layers.mjs';
import { rules, untidy } from '../../.ci/tidy.mjs';

interface Example { name: string; bad: string[]; good: string[] }

const header = 'core/include/strait/wait/a.hpp';
const examples: Record<string, Example[]> = {
  'a file of code has at most 500 lines': [
    { name: 'web/src/a.ts', bad: Array(501).fill(''), good: Array(500).fill('') }],
  'a line of code has at most 100 columns': [
    { name: 'web/src/a.css', bad: ['x'.repeat(101)], good: ['ü'.repeat(100)] }],
  'no machine, host or registry is named': [
    { name: 'a.md', bad: [`see ${'/home/'}me/x`], good: ['see build/x'] },
    { name: 'package-lock.json', bad: [`"https://regis${'try.npmjs.org/'}lit"`],
      good: ['"node_modules/lit"'] }],
  'includes in core go down only: top, flavor, wait, base': [
    { name: header, bad: ['#include <strait/flavor/b.hpp>'],
      good: ['#include <strait/base/b.hpp>'] },
    { name: 'core/include/strait/flavor/a.hpp', bad: ['#include <strait/select.hpp>'],
      good: ['#include <strait/errors.hpp>'] }],
  'scenarios include the top layer only': [
    { name: 'core/scenarios/10-a/main.cpp', bad: ['#include <strait/wait/a.hpp>'],
      good: ['#include <strait/strait.hpp>'] }],
  'only base/platform_… includes what is of one machine, or of threads': [
    { name: header, bad: ['#include <atomic>'], good: ['#include <expected>'] }],
  'a memory order other than relaxed says why, in // order:': [
    { name: header, bad: ['x.load(memory_order_acquire);'],
      good: ['// order: pairs with y', 'x.load(memory_order_acquire);'] }],
  'a page names its workers by imports, which the rules of layers see': [
    { name: 'web/src/run/a.ts', bad: ["new Worker(new URL('./b.ts', import.meta.url));"],
      good: ["import B from './b.ts?worker';", "new URL('.', import.meta.url);"] }],
  'an atomic operation names its memory order': [
    { name: header, bad: ['state.load();'], good: ['state.load(memory_order::relaxed);'] }],
};

test('every rule has its examples', () => {
  expect(Object.keys(examples).sort()).toEqual(Object.keys(rules).sort());
});

for (const [rule, list] of Object.entries(examples)) {
  for (const { name, bad, good } of list) {
    test(`${rule}: ${name}`, () => {
      const broken = (lines: string[]) => untidy([{ name, lines }]).map((place) => place.rule);
      expect(broken(bad)).toContain(rule);
      expect(broken(good)).not.toContain(rule);
    });
  }
}

/** A project of these files; the rules that its imports break. */
async function brokenBy(files: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'strait-layers-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const top = [...new Set(Object.keys(files).map((name) => name.split('/')[0]!))];
    return (await misplacedImports(top, folder)).map(({ rule }) => rule);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const empty = 'export const nothing = 0;\n';
for (const [what, from, to, rule] of [
  ['logic that imports the page', 'web/src/logic/a.ts', 'web/src/ui/b.ts', 'web/src/logic'],
  ['a part that imports its neighbour', 'web/src/run/a.ts', 'web/src/compile/b.ts', 'web/src/run'],
  ['the page that imports a build script', 'web/src/ui/a.ts', 'wasm/build.mjs', 'of wasm'],
  ['wasm that imports the page', 'wasm/a.mjs', 'web/src/logic/b.ts', 'does not know the page'],
  ['a page that imports a test', 'web/src/ui/a.ts', 'tests/support/b.mjs', 'imports a test'],
] as const) {
  test(`${what} is found, however it is written`, async () => {
    const address = path.relative(path.dirname(from), to);
    for (const text of [`import { nothing } from '${address}';\nexport default nothing;\n`,
      `export * from '${address}';\n`, `export const late = () => import('${address}');\n`]) {
      const broken = await brokenBy({ [from]: text, [to]: empty });
      expect(broken.some((each) => each.includes(rule)), `${text}${broken.join()}`).toBe(true);
    }
  });
}

test('what a page runs may import neither Node.js nor itself by a detour', async () => {
  expect((await brokenBy({ 'wasm/runtime/a.mjs': "import 'node:fs';\n" })).join())
    .toContain('Node.js');
  expect((await brokenBy({ 'web/src/ui/a.ts': "import './b.ts';\n",
    'web/src/ui/b.ts': "import './a.ts';\n" })).join()).toContain('detour');
});

test('a worker and a package are imports as well', async () => {
  const worker = "import B from '../ui/b.ts?worker';\nexport default B;\n";
  expect((await brokenBy({ 'web/src/run/a.ts': worker, 'web/src/ui/b.ts': empty })).join())
    .toContain('web/src/run');
  const tool = { 'package.json': '{ "devDependencies": { "tool": "1.0.0" } }',
    'node_modules/tool/package.json': '{ "name": "tool", "exports": { "./x": "./in/x.js" } }',
    'node_modules/tool/in/x.js': empty };
  expect((await brokenBy({ ...tool, 'web/src/ui/a.ts': "import 'tool/x';\n" })).join())
    .toContain('not a tool');
  expect((await brokenBy({ 'web/src/ui/a.ts': "import 'nowhere';\n" })).join())
    .toContain('can be found');
});

test('web/README.md says what each folder of the page may import', () => {
  const rows = readFileSync(new URL('../../web/README.md', import.meta.url), 'utf8').split('\n')
    .flatMap((line) => {
      const [, folders = '', , allowed = ''] = line.split('|').map((cell) => cell.trim());
      return [...folders.matchAll(/`src\/([\w/-]+)`/g)].map(([, folder]) => [folder, allowed]);
    });
  const told = Object.entries(webLayers).map(([folder, allowed]) =>
    [folder, allowed.join(', ') || 'nothing of the page']);
  expect(Object.fromEntries(rows.map(([folder, allowed]) =>
    [folder, allowed?.split(';')[0]]))).toEqual(Object.fromEntries(told));
});

test('imports that keep to the layers break nothing', async () => {
  expect(await brokenBy({ 'web/src/ui/a.ts': "export * from '../logic/b.ts';\n",
    'web/src/logic/b.ts': empty, 'web/src/main.ts': "import './ui/a.ts';\n" })).toEqual([]);
  expect(layerRules.length).toBeGreaterThan(10);
});
