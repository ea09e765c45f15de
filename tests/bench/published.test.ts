// published.test.ts — the figures in the documents are those of the rows that are published beside
// them: nobody edits a figure by hand.

import { expect, test } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withFigures } from '../../.ci/documents.mjs';
import { long, readRun, short } from '../../bench/harness/documents.mjs';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const published = fileURLToPath(new URL('../../bench/published', import.meta.url));

test('every figure of the documents comes from the published rows', async () => {
  const documents = [['README.md', short], ['bench/README.md', long]] as const;
  if (!existsSync(published)) {
    const unmeasured = '--write -->\n<!-- end of figures';
    for (const [name] of documents) expect(read(name)).toContain(unmeasured);
    return;
  }
  const run = await readRun(published);
  for (const [name, figures] of documents) {
    expect(withFigures(read(name), figures(run)), name).toBe(read(name));
  }
  expect(read('bench/published/chart.svg')).toMatch(/^<svg/);
});
