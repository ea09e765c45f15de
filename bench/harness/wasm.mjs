// wasm.mjs — `npm run bench -- --wasm`: the matrix in WebAssembly, strait beside the mutex. Under
// Node together with the native programs, in one interleaved run; then in each browser that is
// there, where the playground's page of the benchmark measures (tests/measure).
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFolder, root } from '../../.ci/setup/paths.mjs';
import { run, say, step } from '../../.ci/setup/run.mjs';
import { matrix } from './matrix.mjs';
import { measure } from './measure.mjs';
import { resultsOf } from './statistics.mjs';
import { buildCpp, describe } from './systems.mjs';

const names = ['strait', 'mutex'];
const node = `Node.js ${process.versions.node.split('.')[0]}`;
const launcher = fileURLToPath(new URL('./wasm-program.mjs', import.meta.url));
/** Where tests/measure puts its rows. */
const folder = path.join(buildFolder, 'bench/browsers');

/** The programs of both systems, natively and for Node. Also builds the page. */
export async function buildForWasm() {
  await buildSite();
  const native = (await buildCpp(names)).map((system) => ({ ...system, engine: 'native' }));
  const inNode = names.map((name) =>
    ({ name, command: [process.execPath, launcher, name], engine: node }));
  return Promise.all([...native, ...inNode].map(async ({ engine, ...system }) =>
    ({ ...await describe(system), engine, name: `${system.name}, ${engine}` })));
}

/**
 * The rows of all engines, each with its `engine`; and what failed.
 * @returns {Promise<{ rows: any[], failures: string[] }>}
 */
export async function measureWasm(systems, { rounds }) {
  const { samples, failures } = await measure(matrix, systems, { rounds, only: [] });
  const engines = new Map(systems.map(({ name, engine }) => [name, engine]));
  const rows = resultsOf(samples, systems).results.map(({ system, ...row }) =>
    ({ engine: engines.get(system), ...row, system: system.split(',')[0] }));
  for (const browser of ['chromium', 'firefox']) {
    try {
      rows.push(...await measureIn(browser, rounds));
    } catch (error) {
      failures.push(`${browser}: ${error.output ?? error.message}`);
    }
  }
  return { rows, failures };
}

/** What the programs in WebAssembly need, and the page. */
async function buildSite() {
  const { toolchain } = await import('../../.ci/setup/index.mjs');
  const tools = await toolchain();
  const { buildPlayground } = await import('../../wasm/build.mjs');
  await buildPlayground(tools);
  const site = await import('../../.ci/site.mjs');
  await site.buildSite();
}

/** The rows of a browser; none where there is no such browser, which is said. */
async function measureIn(browser, rounds) {
  const file = path.join(folder, `${browser}.json`);
  await rm(file, { force: true });
  const playwright = path.join(root, 'node_modules/@playwright/test/cli.js');
  const args = [playwright, 'test', '-c', 'tests/measure', `--project=${browser}`, 'benchmark'];
  const env = { ...process.env, STRAIT_BENCH_ROUNDS: `${rounds}` };
  const said = await step(`In ${browser}`, () =>
    run(process.execPath, args, { cwd: root, env, label: browser }));
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8'));
  say(said);
  return [];
}
