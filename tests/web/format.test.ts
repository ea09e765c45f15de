// format.test.ts — the page's Format leaves every scenario as it is: both follow one style.

import { expect, test } from '@playwright/test';
import { format } from '@wasm-fmt/clang-format';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string): string => readFileSync(`${root}${name}`, 'utf8');
const lineLength = /^ColumnLimit: \d+$/m;
const [short] = lineLength.exec(read('core/scenarios/.clang-format')) ?? [];
const style = read('.clang-format').replace(lineLength, short ?? '');

const scenarios = readdirSync(`${root}core/scenarios`).filter((name) => /^\d\d-/.test(name));

test('there are scenarios to look at', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(24);
});

for (const name of scenarios) {
  test(`Format leaves ${name} as it is`, () => {
    const source = read(`core/scenarios/${name}/main.cpp`);
    expect(format(source, 'main.cpp', style)).toBe(source);
  });
}
