// test.mjs — `npm test`: sets up what is missing and runs everything, native, WebAssembly and page.
// A part that fails does not hide the ones after it. The last line counts them all.
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { toolchain } from './setup/index.mjs';
import { buildFolder, root } from './setup/paths.mjs';
import { Failed, main, run, say, step } from './setup/run.mjs';
import { tidy } from './tidy.mjs';

const results = path.join(buildFolder, 'reports');

/** What a part counted; `note` tells the assertions behind the tests. */
const empty = { passed: 0, failed: 0, note: '' };

/** Builds and runs the C++ tests of a preset with CTest. */
async function cplusplus(preset, configure, env) {
  const folder = path.join(buildFolder, preset === 'dev' ? 'native' : preset);
  await run(configure[0], [...configure.slice(1), '--preset', preset], { cwd: root, env });
  await run('cmake', ['--build', folder], { cwd: root, env, label: `building ${preset}` });
  const junit = path.join(results, `${preset}.xml`);
  const ctest = ['--test-dir', folder, '--output-on-failure', '--output-junit', junit];
  // One at a time: tests that watch the processor's time want it for themselves.
  await run('ctest', ctest, { cwd: root, env, show: true }).catch(ignoreFailure);
  return countJunit(await readFile(junit, 'utf8'));
}

/** CTest's own exit code is not needed: its report says what failed. */
function ignoreFailure(error) {
  if (!(error instanceof Failed)) throw error;
}

/** CTest's entries are whole files of tests; Catch2's own closing lines count what is in them. */
function countJunit(xml) {
  const suite = /<testsuite[^>]*?tests="(\d+)"[^>]*?failures="(\d+)"/s.exec(xml);
  if (!suite) throw new Error('CTest wrote no report');
  const sum = (pattern) =>
    [...xml.matchAll(pattern)].reduce((total, [, count]) => total + Number(count), 0);
  const assertions =
    sum(/\((\d+) assertions? in \d+ test case/g) + sum(/^assertions: +(\d+)/gm);
  const cases = sum(/assertions? in (\d+) test case/g) + sum(/^test cases: +(\d+)/gm);
  const [tests, failed] = [Number(suite[1]), Number(suite[2])];
  return { passed: tests - failed, failed, note: `${cases} test cases, ${assertions} assertions` };
}

/** Runs Playwright's projects: logic and WebAssembly under Node, the page in Chromium. */
async function playwright(chromium) {
  const report = path.join(results, 'playwright.json');
  const cli = path.join(root, 'node_modules/@playwright/test/cli.js');
  const env = { ...process.env, CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const args = [cli, 'test', '-c', 'tests/e2e', '--reporter=list,json'];
  await run(process.execPath, args, { cwd: root, env, show: true }).catch(ignoreFailure);
  const { stats } = JSON.parse(await readFile(report, 'utf8'));
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed, note: stats.skipped ? `${stats.skipped} skipped` : '' };
}

/** Runs one part; whatever it throws counts as one failure and is shown. */
async function part(name, work) {
  try {
    const counted = (await step(name, work)) ?? { ...empty, passed: 1 };
    return { name, ...counted };
  } catch (error) {
    say(error instanceof Failed ? `${error.output}\n${error.message}` : error.stack);
    return { name, ...empty, failed: 1, note: 'it did not get to its tests' };
  }
}

async function runAll() {
  const { emscripten, catch2, chromium } = await toolchain({ tests: true });
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });
  const { buildPlayground } = await import('../wasm/build.mjs');
  const { buildSite, checkTypes } = await import('./site.mjs');
  const sources = catch2 ? [`-DFETCHCONTENT_SOURCE_DIR_CATCH2=${catch2}`] : [];
  const emcmake = path.join(emscripten.root, 'emcmake');
  return [
    await part('Style', tidy),
    await part('C++, native', () => cplusplus('dev', ['cmake', ...sources], process.env)),
    await part('C++, WebAssembly', () =>
      cplusplus('wasm', [emcmake, 'cmake', ...sources], emscripten.env),
    ),
    await part('Playground: modules, glue, pack', () => buildPlayground({ emscripten })),
    await part('Page: types', checkTypes),
    await part('Page: build', buildSite),
    await part('Playwright: logic, Node, Chromium', () => playwright(chromium)),
  ];
}

await main(async () => {
  const started = Date.now();
  const parts = await runAll();
  say('');
  for (const { name, passed, failed, note } of parts) {
    const words = `${passed} passed, ${failed} failed${note && ` (${note})`}`;
    say(`${failed ? '✗' : '✓'} ${name}: ${words}`);
  }
  const total = (key) => parts.reduce((sum, each) => sum + each[key], 0);
  say(`in ${Math.round((Date.now() - started) / 1000)} s`);
  say(`${total('passed')} passed, ${total('failed')} failed`);
  return total('failed') === 0 ? 0 : 1;
});
