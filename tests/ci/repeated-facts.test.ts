// repeated-facts.test.ts — facts that stand in several files because none of these can import the
// others: they agree.

import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { oldestVersion as oldestEmscripten } from '../../.ci/setup/emscripten.mjs';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What the first group of `pattern` finds in a file. */
function found(path: string, pattern: RegExp): string {
  const match = pattern.exec(read(path))?.[1];
  if (match === undefined) throw new Error(`${path} has no ${pattern}`);
  return match;
}

test('one version: npm, CMake, the header', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  expect(found('CMakeLists.txt', /^project\([^)]*\bVERSION ([\d.]+)/m)).toBe(version);
  const parts = ['MAJOR', 'MINOR', 'PATCH'].map((part) =>
    found('core/include/strait/base/config.hpp', new RegExp(`STRAIT_VERSION_${part} (\\d+)`)));
  expect(parts.join('.')).toBe(version);
  expect(read('core/CHANGELOG.md')).toContain(`\n## ${version}`);
});

test('the oldest Node.js and Emscripten are named alike', () => {
  const node = found('package.json', /"node": ">=([\d.]+)"/);
  expect(read('README.md')).toContain(`Node.js ${node} or newer`);
  const emscripten = oldestEmscripten.join('.');
  for (const file of ['README.md', 'ARCHITECTURE.md', 'core/README.md', 'core/CHANGELOG.md',
    '.ci/setup/apt.mjs']) {
    const named = [...read(file).matchAll(/Emscripten (?:\(≥ )?(\d+\.\d+\.\d+)/g)];
    expect(named.length, file).toBeGreaterThan(0);
    for (const [, version] of named) expect(version, file).toBe(emscripten);
  }
});

test('the page names the browsers that it is built for', () => {
  const built = found('web/vite.config.ts', /const target = \[(.*)\]/);
  const named = [...built.matchAll(/'([a-z]+)([\d.]+)'/g)].map(([, name = '', version]) =>
    `${name.replace(/^./, (letter) => letter.toUpperCase())} ${version}`);
  expect(named).toHaveLength(3);
  for (const page of ['web/index.html', 'web/bench.html']) {
    for (const browser of named) expect(read(page), page).toContain(browser);
  }
});

test('the script before the first paint reads the theme that the page stores', () => {
  const key = found('web/src/ports/theme.ts', /^const key = '(.*)';/m);
  expect(read('web/public/first-paint.js')).toContain(`localStorage.getItem('${key}')`);
});
