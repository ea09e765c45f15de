// published.test.ts — the figures in the documents are those of the rows that are published beside
// them: nobody edits a figure by hand.

import { expect, test } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';
import { withFigures } from '../../.ci/documents.mjs';
import { files, long, short } from '../../bench/harness/documents.mjs';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const rows = (name: string) => JSON.parse(read(`bench/published/${name}.json`));

test('every figure of the documents comes from the published rows', () => {
  const documents = [['README.md', short], ['bench/README.md', long]] as const;
  if (!existsSync(new URL('../../bench/published', import.meta.url))) {
    const unmeasured = '--write -->\n<!-- end of figures';
    for (const [name] of documents) expect(read(name)).toContain(unmeasured);
    return;
  }
  const hasWasm = existsSync(new URL('../../bench/published/wasm.json', import.meta.url));
  const names = [...files, ...(hasWasm ? ['wasm'] : [])];
  const run = Object.fromEntries(names.map((name) => [name, rows(name)]));
  for (const [name, figures] of documents) {
    expect(withFigures(read(name), figures(run)), name).toBe(read(name));
  }
  expect(read('bench/published/chart.svg')).toMatch(/^<svg/);
});
