// test.mjs — `npm test`: sets up what is missing and runs everything there is. A part that fails
// does not hide the later ones; the last line says how many tests passed and failed.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { ctestCounts, playwrightCounts } from './counts.mjs';
import { buildFolder, root } from './setup/paths.mjs';
import { Failed, main, Missing, run, say, step } from './setup/run.mjs';
import { toolchain } from './setup/index.mjs';
import { buildPlaygroundOnce, buildSiteOnce } from './steps.mjs';

const reports = path.join(buildFolder, 'reports');
const binary = (name) => path.join(root, 'node_modules/.bin', name);

/** @typedef {{ passed: number, failed: number, detail?: string }} Counts */

/** Configures, builds and runs one CMake preset; `wrap` starts CMake through emcmake. */
async function cppTests(preset, tree, { catch2, env, wrap = [] }) {
  const environment = { ...process.env, ...env, CMAKE_GENERATOR: 'Ninja' };
  const options = { cwd: root, env: environment };
  const settings = catch2 ? [`-DFETCHCONTENT_SOURCE_DIR_CATCH2=${catch2}`] : [];
  await step(`C++ tests, ${preset}: build`, async () => {
    const [configure, ...rest] = [...wrap, 'cmake', '--preset', preset, ...settings];
    await run(configure, rest, { ...options, label: `configuring ${preset}` });
    const build = ['--build', '--preset', preset, '--parallel'];
    await run('cmake', build, { ...options, label: `building ${preset}` });
  });
  const report = path.join(reports, `${preset}.xml`);
  await rm(report, { force: true });
  return step(`C++ tests, ${preset}: run`, async () => {
    // Threads under test want the machine for themselves, so one program runs after the other.
    const outputs = ['--output-junit', report, '--test-output-size-passed', '1000000'];
    const args = ['--test-dir', path.join(buildFolder, tree), '--output-on-failure', ...outputs];
    const failure = await run('ctest', args, { ...options, show: true }).catch((error) => error);
    if (!existsSync(report)) throw failure;
    return ctestCounts(await readFile(report, 'utf8'));
  });
}

async function typeCheck() {
  await step('types (tsc)', () => run(binary('tsc'), ['--noEmit', '-p', 'web'], { cwd: root }));
  return { passed: 1, failed: 0 };
}

async function playwright(project) {
  const report = path.join(reports, `${project}.json`);
  await rm(report, { force: true });
  const args = ['test', '-c', 'tests/e2e/playwright.config.ts', '--project', project];
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  return step(`${project} tests (Playwright)`, async () => {
    const command = [...args, '--reporter=list,json'];
    const options = { cwd: root, env, show: true };
    const failure = await run(binary('playwright'), command, options).catch((error) => error);
    if (!existsSync(report)) throw failure;
    return playwrightCounts(JSON.parse(await readFile(report, 'utf8')));
  });
}

/** All parts, in order; each gives Counts, or throws, which counts as one failure. */
function parts({ emscripten, catch2 }) {
  const emcmake = path.join(emscripten.root, 'emcmake');
  const wasm = { catch2, env: emscripten.env, wrap: [emcmake] };
  return {
    'native C++': () => cppTests('dev', 'native', { catch2 }),
    'WebAssembly C++': () => cppTests('wasm', 'wasm', wasm),
    types: typeCheck,
    logic: () => playwright('logic'),
    'playground and page': async () => {
      await buildPlaygroundOnce(emscripten);
      await buildSiteOnce();
      return { passed: 1, failed: 0, detail: 'built' };
    },
    'pipeline and runtime': () => playwright('node'),
    'page in Chromium': () => playwright('chromium'),
  };
}

async function runPart(name, work) {
  try {
    return { name, ...(await work()) };
  } catch (error) {
    if (error instanceof Failed) say(error.output.split('\n').slice(-60).join('\n'));
    say(`${name}: ${error instanceof Failed || error instanceof Missing ? error.message : error.stack}`);
    return { name, passed: 0, failed: 1, detail: 'did not come to its end' };
  }
}

await main(async () => {
  const tools = await toolchain({ tests: true });
  await mkdir(reports, { recursive: true });
  const results = [];
  for (const [name, work] of Object.entries(parts(tools))) results.push(await runPart(name, work));
  say('\nSummary');
  for (const { name, passed, failed, detail } of results) {
    const extra = detail ? ` (${detail})` : '';
    say(`  ${name.padEnd(22)} ${passed} passed, ${failed} failed${extra}`);
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  say(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
});
