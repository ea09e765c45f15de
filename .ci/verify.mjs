// verify.mjs — `npm run verify`: the slow tests, for every night: other compilers, sanitizers and
// platforms, all models and mutants, real histories, a fuzzer, the library's tests many times on a
// busy machine, and the tests tagged @long.
//
//   npm run verify                                all of it
//   npm run verify -- mutants histories           some chapters (below)
//   npm run verify -- messages --scale 0.01       a hundredth of what is counted
//   npm run verify -- --write                     writes what was found last into the README
//
// What fails prints the command that repeats it, and does not hide what comes after. A table at the
// end says how much was searched, another what each part took.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as cplusplus from './cplusplus.mjs';
import { emptyReports, Parts, reports } from './parts.mjs';
import { playwright } from './playwright.mjs';
import { ensureOtherCompilers } from './setup/compilers.mjs';
import { toolchain } from './setup/index.mjs';
import { buildFolder, root } from './setup/paths.mjs';
import { main, run, say } from './setup/run.mjs';
import { keepVerified, writeReadme } from './verified.mjs';

/** As many as a night on two processors allows; of histories and messages, for each kind. */
const amounts = {
  histories: 100_000,
  messages: 100_000_000,
  messagesUnderTsan: 5_000_000,
  fuzzingSeconds: 120,
  pageRuns: 340, // In each of three browsers.
  alarmRounds: 8, // Of every scenario, under Node, in Chromium and Firefox.
  rounds: 3,
};

/** What was searched, for the table at the end. @type {[string, string][]} */
const figures = [];
const thousands = (count) => count.toLocaleString('en');

const program = (tree, name) => path.join(buildFolder, tree, 'tests', name);

/** Runs all test programs of a tree in new orders, with new random numbers, under stress. */
async function repeat(tree, { rounds }) {
  const args = [path.join(root, 'tests/repeat.mjs'), `build/${tree}`, `${rounds}`, '--stress'];
  await run(process.execPath, args, { cwd: root, show: true });
  figures.push([`test cases under load, ${tree}`, `${rounds} rounds of all`]);
  return { passed: rounds, failed: 0, note: 'rounds' };
}

/** The tests of one file in a tree's strait_spec, with more work than npm test gives them. */
async function more(tree, file, settings) {
  const again = Object.entries(settings).map(([name, value]) => `${name}=${value}`).join(' ');
  say(`again: ${again} build/${tree}/tests/strait_spec --filenames-as-tags '[#${file}]'`);
  await run(program(tree, 'strait_spec'), ['--filenames-as-tags', `[#${file}]`],
    { cwd: root, show: true, env: { ...process.env, STRAIT_TEST_PATIENCE: '100', ...settings } });
}

async function histories(count) {
  await more('clang', 'histories.test', { STRAIT_TEST_HISTORIES: `${count}` });
  figures.push(['linearizable histories of real runs', `${thousands(count)} a kind`]);
}

async function messages(tree, count) {
  await more(tree, 'accounting.test', { STRAIT_TEST_MESSAGES: `${count}` });
  figures.push([`messages accounted for, ${tree}`, `${thousands(count)} a kind`]);
}

/** libFuzzer prints the bytes of what it finds, and writes them to a file. */
async function fuzz({ fuzzingSeconds }) {
  const found = path.join(reports, 'fuzz-');
  const said = await run(program('clang', 'strait_fuzz_sequences'), ['-max_len=400',
    `-max_total_time=${fuzzingSeconds}`, `-artifact_prefix=${found}`], { cwd: root, show: true });
  const runs = Number(/Done (\d+) runs/.exec(said)?.[1] ?? 0);
  figures.push(['sequences made by libFuzzer', thousands(runs)]);
  return { passed: runs > 0 ? 1 : 0, failed: runs > 0 ? 0 : 1, note: `${thousands(runs)} runs` };
}

/** Every small change of the library: killed, or justified. */
async function mutants() {
  const script = path.join(root, 'tests/mutants/run.mjs');
  const said = await run(process.execPath, [script], { cwd: root, show: true })
    .catch((error) => error.output ?? Promise.reject(error));
  const counted = /(\d+) mutants, (\d+) killed, (\d+) justified, (\d+) survive/.exec(said);
  if (!counted) throw new Error('tests/mutants/run.mjs did not count');
  const [all, killed, justified, survive] = counted.slice(1).map(Number);
  figures.push(['mutants', `${thousands(all)}: ${thousands(killed)} killed, ` +
    `${justified} justified, ${survive} survive`]);
  return { passed: killed + justified, failed: survive, note: 'mutants' };
}

/**
 * Every model of the library, as far as it can be searched, a share on each processor; prints how
 * far that was.
 */
async function checkAllModels() {
  const shares = availableParallelism();
  const checkShare = async (share) => {
    const args = ['--whole', '--share', `${share}/${shares}`];
    const said = await run(program('clang', 'strait_models'), args, { cwd: root, show: true });
    const rows = said.matchAll(/^.{28} +\d+ +(\d+)(?: +[\d.]+){3}$/gm);
    return { models: Number(/(\d+) models, 0 failures/.exec(said)[1]),
      executions: [...rows].reduce((sum, [, count]) => sum + Number(count), 0) };
  };
  const done = await Promise.all(Array.from({ length: shares }, (_, share) => checkShare(share)));
  const total = (key) => done.reduce((sum, each) => sum + each[key], 0);
  figures.push(['models of the checker', thousands(total('models'))],
    ['executions of models', thousands(total('executions'))]);
  return { passed: total('models'), failed: 0, note: 'models' };
}

/** @typedef {{ parts: Parts, tools: any, amount: typeof amounts }} Night */

/**
 * All tests of a preset.
 * @param {string} preset
 * @param {string[]} selection options of ctest
 * @returns {(night: Night) => Promise<unknown>}
 */
const allOf = (preset, selection = []) => async ({ parts, tools }) => {
  if (!await parts.run(`C++, ${preset}: build`, () => cplusplus.build(preset, tools))) return;
  await parts.run(`C++, ${preset}: tests`, async () => {
    const counted = await cplusplus.test(preset, selection);
    figures.push([`tests, ${preset}`, counted.note]);
    return counted;
  });
};

/** What can be asked for, in order. @type {Record<string, (night: Night) => Promise<unknown>>} */
const chapters = {
  async models({ parts, tools }) {
    await parts.run('Model checker: all models', async () => {
      await cplusplus.build('clang', tools, ['strait_models']);
      return checkAllModels();
    });
  },
  mutants: ({ parts }) => parts.run('Mutants', mutants),
  // The models have a chapter of their own, and in the checker a platform of their own.
  clang: allOf('clang', ['--exclude-regex', '^checker.models']),
  asan: allOf('asan'),
  tsan: allOf('tsan'),
  portable: allOf('portable', ['--exclude-regex', '^checker']),
  windows: allOf('windows'),
  async histories({ parts, tools, amount }) {
    await parts.run('Histories', async () => {
      await cplusplus.build('clang', tools, ['strait_spec']);
      await histories(amount.histories);
    });
  },
  async messages({ parts, tools, amount }) {
    const trees = { clang: amount.messages, tsan: amount.messagesUnderTsan };
    for (const [tree, count] of Object.entries(trees)) {
      await parts.run(`Messages: ${tree}`, async () => {
        await cplusplus.build(tree, tools, ['strait_spec']);
        await messages(tree, count);
      });
    }
  },
  async fuzzing({ parts, tools, amount }) {
    await parts.run('Fuzzing', async () => {
      await cplusplus.build('clang', tools, ['strait_fuzz_sequences']);
      return fuzz(amount);
    });
  },
  /** Whatever systems are installed: that their runs work. */
  async benchmark({ parts }) {
    await parts.run('Benchmark: every system, with few messages', async () => {
      const said = await run(process.execPath, [path.join(root, 'bench/run.mjs'), '--check'],
        { cwd: root, show: true });
      const checked = [...said.matchAll(/"checked":(\d+)/g)].map(([, count]) => Number(count));
      figures.push(['systems of the benchmark', `${checked.length}`],
        ['their runs', thousands(checked.reduce((sum, count) => sum + count, 0))]);
    });
  },
  async repeat({ parts, tools, amount }) {
    const targets = ['strait_spec', 'strait_ports', 'strait_spec_trace'];
    for (const tree of ['clang', 'tsan']) {
      await parts.run(`C++, ${tree}: again and again`, async () => {
        await cplusplus.build(tree, tools, targets);
        return repeat(tree, amount);
      });
    }
  },
  async page({ parts, tools, amount }) {
    process.env.STRAIT_PAGE_RUNS ??= `${amount.pageRuns}`;
    process.env.STRAIT_ROUNDS ??= `${amount.alarmRounds}`;
    await parts.run('Page: build', async () => {
      const { buildPlayground } = await import('../wasm/build.mjs');
      const { buildSite } = await import('./site.mjs');
      await buildPlayground(tools);
      await buildSite();
    });
    await parts.run('Logic, Node and Chromium: @long', () =>
      playwright(['logic', 'node', 'chromium'], { ...tools, tag: '@long' }));
    await parts.run('Journeys in Chromium and Firefox: @long', () =>
      playwright(['journey-chromium', 'journey-firefox'], { ...tools, tag: '@long' }));
    await parts.run('Journey in WebKit: @long', () =>
      playwright(['journey-webkit'], { ...tools, tag: '@long' }));
    figures.push(['programs stopped at random moments',
      `${process.env.STRAIT_PAGE_RUNS} in each of three browsers`],
    ['rounds of all scenarios without alarm',
      `${process.env.STRAIT_ROUNDS} in Chromium, in Firefox, under Node`]);
  },
};

function parse() {
  const { values, positionals } = parseArgs({ allowPositionals: true,
    options: { scale: { type: 'string', default: '1' }, write: { type: 'boolean' } } });
  const unknown = positionals.find((name) => !Object.hasOwn(chapters, name));
  const scale = Number(values.scale);
  if (unknown || !(scale > 0)) {
    say(`usage: npm run verify -- [<chapter>…] [--scale <factor>] | --write
the chapters: ${Object.keys(chapters).join(', ')}`);
    return null;
  }
  const scaled = (count) => Math.max(1, Math.round(count * scale));
  const amount = /** @type {typeof amounts} */ (Object.fromEntries(
    Object.entries(amounts).map(([name, count]) => [name, scaled(count)])));
  return { wanted: positionals.length > 0 ? positionals : Object.keys(chapters), amount,
    writes: values.write };
}

await main(async () => {
  const given = parse();
  if (!given) return 2;
  const { wanted, amount, writes } = given;
  if (writes) return writeReadme(Object.keys(chapters)).then(() => 0);
  const parts = new Parts();
  const tools = await toolchain({ tests: true });
  await emptyReports();
  await parts.run('C++: other compilers', ensureOtherCompilers);
  for (const name of wanted) {
    const [{ count: first }, known, started] = [parts.counts(), figures.length, Date.now()];
    await chapters[name]({ parts, tools, amount });
    const { passed, failed } = parts.counts(first);
    await keepVerified(name, { seconds: (Date.now() - started) / 1000, passed, failed,
      figures: figures.slice(known) });
  }
  const code = parts.tell();
  say('\nWhat was searched');
  for (const [what, howMuch] of figures) say(`  ${what.padEnd(40)} ${howMuch}`);
  return code;
});
