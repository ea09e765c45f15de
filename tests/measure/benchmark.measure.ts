// benchmark.measure.ts — what the playground's benchmark measures in each browser. Its rows, with
// the browser's name, go to build/bench/browsers, for `npm run bench -- --wasm`.

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../journey/support/journey.ts';

const folder = fileURLToPath(new URL('../../build/bench/browsers/', import.meta.url));
const rounds = Number(process.env['STRAIT_BENCH_ROUNDS'] ?? 3);
/** As many messages as natively, unless a try is enough. */
const share = Number(process.env['STRAIT_BENCH_SHARE'] ?? 1);

test('the benchmark', async ({ journey, engine }) => {
  test.setTimeout(3_000_000);
  await journey.do('startBenchmark', `${journey.server.site}bench.html`, rounds, share);
  let end = await journey.do('benchmarkEnd');
  while (!end) end = await journey.do('benchmarkEnd');
  expect(end).toMatchObject({ status: 'Measured', failures: [] });
  const rows = end.rows.map((row: object) => ({ engine: end.browser, ...row }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${engine}.json`, JSON.stringify(rows));
  console.log(`${end.browser}: ${end.summary}`);
});
