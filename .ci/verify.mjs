// verify.mjs — `npm run verify`: the slow tests, for every night: other compilers, sanitizers and
// platforms, the library's tests many times on a busy machine, and the tests tagged @long.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import * as cplusplus from './cplusplus.mjs';
import { emptyReports, Parts } from './parts.mjs';
import { playwright } from './playwright.mjs';
import { ensureOtherCompilers } from './setup/compilers.mjs';
import { toolchain } from './setup/index.mjs';
import { root } from './setup/paths.mjs';
import { main, run } from './setup/run.mjs';

const rounds = 20;

/** Runs all test programs of a tree in new orders, with new random numbers, under stress. */
async function repeat(tree) {
  const args = [path.join(root, 'tests/repeat.mjs'), tree, `${rounds}`, '--stress'];
  await run(process.execPath, args, { cwd: root, show: true });
  return { passed: rounds, failed: 0, note: 'rounds' };
}

/** Whatever systems are installed: that their runs work. */
async function checkBenchmark() {
  await run(process.execPath, [path.join(root, 'bench/run.mjs'), '--check'],
    { cwd: root, show: true });
}

/**
 * Every model of the library, as far as it can be searched, a share on each processor; prints how
 * far that was.
 */
async function checkAllModels() {
  const program = path.join(root, 'build/native/tests/strait_models');
  const shares = availableParallelism();
  const checkShare = async (share) => {
    const args = ['--whole', '--share', `${share}/${shares}`];
    const said = await run(program, args, { cwd: root, show: true });
    return Number(/(\d+) models, 0 failures/.exec(said)[1]);
  };
  const models = await Promise.all(Array.from({ length: shares }, (_, share) => checkShare(share)));
  return { passed: models.reduce((sum, each) => sum + each), failed: 0, note: 'models' };
}

await main(async () => {
  const parts = new Parts();
  const tools = await toolchain({ tests: true });
  await emptyReports();
  const { buildPlayground } = await import('../wasm/build.mjs');
  const { buildSite } = await import('./site.mjs');
  await parts.run('Page: build', async () => {
    await buildPlayground(tools);
    await buildSite();
  });
  await parts.run('Logic, Node and Chromium: @long', () =>
    playwright(['logic', 'node', 'chromium'], { ...tools, tag: '@long' }));
  for (const browser of ['chromium', 'firefox', 'webkit']) {
    await parts.run(`Journey in ${browser}: @long`, () =>
      playwright([`journey-${browser}`], { ...tools, tag: '@long' }));
  }
  await parts.run('C++: other compilers', ensureOtherCompilers);
  for (const preset of ['clang', 'asan', 'tsan', 'portable', 'windows']) {
    await parts.run(`C++, ${preset}: build`, () => cplusplus.build(preset, tools)) &&
      await parts.run(`C++, ${preset}: tests`, () => cplusplus.test(preset));
  }
  await parts.run('Model checker: all models', async () => {
    await cplusplus.build('dev', tools, ['strait_models']);
    return checkAllModels();
  });
  await parts.run('Benchmark: every system, with few messages', checkBenchmark);
  await parts.run('C++, clang: again and again', () => repeat('build/clang'));
  await parts.run('C++, tsan: again and again', () => repeat('build/tsan'));
  return parts.tell();
});
