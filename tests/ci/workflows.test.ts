// workflows.test.ts — the workflows run commands that exist, and keep files that these write.

import { expect, test } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const folder = '.github/workflows/';
const workflows = readdirSync(new URL(folder, root)).map((name) => ({ name,
  text: read(folder + name) }));
const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
const presets = (JSON.parse(read('CMakePresets.json')) as
  { configurePresets: { name: string }[] }).configurePresets.map(({ name }) => name);
const cmake = readdirSync(new URL('tests/', root)).filter((name) => /cmake$|\.txt$/.test(name))
  .map((name) => read(`tests/${name}`)).join('\n');

test('there are workflows for a push, for the night and for the site', () => {
  expect(workflows.map(({ name }) => name).sort()).toEqual(['ci.yml', 'nightly.yml', 'pages.yml']);
});

for (const { name, text } of workflows) {
  test(`${name} runs what the project has`, () => {
    const run = matches(text, /\bnpm (?:run )?(\w+)$/gm);
    expect(run.length).toBeGreaterThan(0);
    for (const script of run) expect(scripts).toContain(script);
    for (const preset of matches(text, /--preset (\w+)/g)) expect(presets).toContain(preset);
    for (const setting of matches(text, /-D(STRAIT_\w+)=/g)) expect(cmake).toContain(setting);
    const labels = matches(text, /ctest .* -L "([^"]+)"/g).flatMap((list) => list.split('|'));
    const known = matches(cmake, /(?:\bLABELS|\bstrait_spec_program\(\w+) (\w+)/g);
    for (const label of labels) expect(known).toContain(label);
  });
}

test('what a failed run keeps is where the commands put it', () => {
  const kept = workflows.flatMap(({ text }) => matches(text, /^ +(build\/\S+)$/gm));
  expect([...new Set(kept)].sort())
    .toEqual(['build/*/repeat-failure.txt', 'build/reports', 'build/test-results']);
  expect(read('.ci/parts.mjs')).toContain("path.join(buildFolder, 'reports')");
  expect(read('tests/e2e/playwright.config.ts')).toContain('../../build/test-results');
  expect(read('tests/repeat.mjs')).toContain("path.join(tree, 'repeat-failure.txt')");
});
