// verify.mjs — `npm run verify`: the slow tests, for every night: other compilers, sanitizers and
// platforms, all models and mutants, real histories, a fuzzer, the library's tests many times on a
// busy machine, and the tests tagged @long. A table at the end says how much was searched; whatever
// fails prints the command that repeats it.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import * as cplusplus from './cplusplus.mjs';
import { emptyReports, Parts, reports } from './parts.mjs';
import { playwright } from './playwright.mjs';
import { ensureOtherCompilers } from './setup/compilers.mjs';
import { toolchain } from './setup/index.mjs';
import { root } from './setup/paths.mjs';
import { main, run, say } from './setup/run.mjs';

const rounds = 20;

/** Of histories, messages and the fuzzer's seconds: as many as a night on two processors allows. */
const historiesPerKind = 100_000;
const messagesPerKind = 100_000_000;
const messagesPerKindUnderTsan = 2_000_000;
const fuzzingSeconds = 300;
const pageRuns = 300;

/** What was searched, for the table at the end. */
const figures = [];
const thousands = (count) => count.toLocaleString('en');

/** Runs all test programs of a tree in new orders, with new random numbers, under stress. */
async function repeat(tree) {
  const args = [path.join(root, 'tests/repeat.mjs'), tree, `${rounds}`, '--stress'];
  await run(process.execPath, args, { cwd: root, show: true });
  figures.push([`test cases under load, ${path.basename(tree)}`, `${rounds} rounds of all`]);
  return { passed: rounds, failed: 0, note: 'rounds' };
}

/** The tests of one file in a tree's strait_spec, with more work than npm test gives them. */
async function more(tree, file, settings) {
  const program = path.join(root, 'build', tree, 'tests/strait_spec');
  const again = Object.entries(settings).map(([name, value]) => `${name}=${value}`).join(' ');
  say(`again: ${again} ${program} --filenames-as-tags '[#${file}]'`);
  await run(program, ['--filenames-as-tags', `[#${file}]`],
    { cwd: root, show: true, env: { ...process.env, STRAIT_TEST_PATIENCE: '100', ...settings } });
}

async function histories() {
  await more('clang', 'histories.test', { STRAIT_TEST_HISTORIES: `${historiesPerKind}` });
  figures.push(['linearizable histories of real runs', `${thousands(historiesPerKind)} a kind`]);
}

async function accounting(tree, messages) {
  await more(tree, 'accounting.test', { STRAIT_TEST_MESSAGES: `${messages}` });
  figures.push([`messages accounted for, ${tree}`, `${thousands(messages)} a kind`]);
}

/** libFuzzer prints the bytes of what it finds, and writes them to a file. */
async function fuzz() {
  const program = path.join(root, 'build/clang/tests/strait_fuzz_sequences');
  const found = path.join(reports, 'fuzz-');
  const said = await run(program, [`-max_total_time=${fuzzingSeconds}`, '-max_len=400',
    `-artifact_prefix=${found}`], { cwd: root, show: true });
  const runs = Number(/Done (\d+) runs/.exec(said)?.[1] ?? 0);
  figures.push(['sequences made by libFuzzer', thousands(runs)]);
  return { passed: runs > 0 ? 1 : 0, failed: runs > 0 ? 0 : 1, note: `${thousands(runs)} runs` };
}

/** Every small change of the engine: killed, or justified. */
async function mutants() {
  const script = path.join(root, 'tests/mutants/run.mjs');
  const said = await run(process.execPath, [script], { cwd: root, show: true })
    .catch((error) => error.output ?? Promise.reject(error));
  const counted = /(\d+) mutants, (\d+) killed, (\d+) justified, (\d+) survive/.exec(said);
  if (!counted) throw new Error('tests/mutants/run.mjs did not count');
  const [all, killed, justified, survive] = counted.slice(1).map(Number);
  figures.push(['mutants', `${all}: ${killed} killed, ${justified} justified, ${survive} survive`]);
  return { passed: killed + justified, failed: survive, note: 'mutants' };
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
    const rows = said.matchAll(/^.{28} +\d+ +(\d+) +\d+ +\d+$/gm);
    return { models: Number(/(\d+) models, 0 failures/.exec(said)[1]),
      executions: [...rows].reduce((sum, [, count]) => sum + Number(count), 0) };
  };
  const done = await Promise.all(Array.from({ length: shares }, (_, share) => checkShare(share)));
  const total = (key) => done.reduce((sum, each) => sum + each[key], 0);
  figures.push(['models of the checker', thousands(total('models'))],
    ['executions of models', thousands(total('executions'))]);
  return { passed: total('models'), failed: 0, note: 'models' };
}

await main(async () => {
  const parts = new Parts();
  process.env.STRAIT_PAGE_RUNS ??= `${pageRuns}`;
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
  figures.push(['programs stopped at random moments', `${pageRuns} in Chromium`]);
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
  await parts.run('Mutants', mutants);
  await parts.run('Histories', histories);
  await parts.run('Messages: clang', () => accounting('clang', messagesPerKind));
  await parts.run('Messages: tsan', () => accounting('tsan', messagesPerKindUnderTsan));
  await parts.run('Fuzzing', fuzz);
  await parts.run('Benchmark: every system, with few messages', checkBenchmark);
  await parts.run('C++, clang: again and again', () => repeat('build/clang'));
  await parts.run('C++, tsan: again and again', () => repeat('build/tsan'));
  const code = parts.tell();
  say('\nWhat was searched');
  for (const [what, howMuch] of figures) say(`  ${what.padEnd(40)} ${howMuch}`);
  return code;
});
