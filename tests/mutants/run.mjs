// run.mjs — changes the library in every small way that find.mjs knows, and looks whether
// the models (tests/checker) or the tests (tests/spec) notice.
//
//   node tests/mutants/run.mjs                  all that is not known yet
//   node tests/mutants/run.mjs wait/waiter      those of one header; or of one kind: order
//   node tests/mutants/run.mjs select.hpp:169   those of one line
//   node tests/mutants/run.mjs --sample 40      forty of them, spread over all
//   node tests/mutants/run.mjs --models         what the models notice, without the tests
//   node tests/mutants/run.mjs --jobs 1         one program at a time, instead of one a processor
//   node tests/mutants/run.mjs --justified      also those that are known to make no difference
//
// Results are kept in build/mutants/results.json, for the sources they were found with: a run that
// was interrupted goes on where it was. A survivor is printed with the command that runs it; one
// whose change makes no difference is listed, with the reason, in justified.json. Exit code 0: all
// are killed or justified, and no reason is left over.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildFolder, root } from '../../.ci/setup/paths.mjs';
import { main, run, say } from '../../.ci/setup/run.mjs';
import { ensureCatch2 } from '../../.ci/setup/catch2.mjs';
import { findMutants, withSwitches } from './find.mjs';
import { plantedHeaders, plantedIn } from './planted.mjs';

const library = path.join(root, 'core/include/strait');

/** What types, names and places are called, how objects are allocated, and what a system offers: no
 *  rule makes a mistake there that compiles and is not seen at once. planted.mjs makes some. */
const notMutated = new RegExp(['trace/', '(channel|errors|format|fwd|strait|trace).hpp',
  'base/(access|allocated|box|call_site|config|kind|raise|silent_tracer|trace|type_identity).hpp',
  'base/platform'].map((start) => `^${start}`).join('|'));
const mutated = readdirSync(library, { recursive: true }).map(String).sort()
  .filter((name) => name.endsWith('.hpp') && !notMutated.test(name));

const here = path.join(root, 'tests/mutants');
const folder = path.join(buildFolder, 'mutants');
const headers = path.join(folder, 'include');
const programs = path.join(folder, 'tree/tests');
const kept = path.join(folder, 'results.json');

const readJson = (file, otherwise) =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : otherwise;

/** A hash of all files in some folders, but for those of tracers, which no mutant is run with. */
function hashOf(...folders) {
  const hash = createHash('sha256');
  for (const each of folders) {
    const from = path.join(root, each);
    for (const name of readdirSync(from, { recursive: true }).sort()) {
      const counts = /\.[ch]pp$/.test(name) && !/^strait\/trace\//.test(name);
      if (counts) hash.update(name).update(readFileSync(path.join(from, name)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** Writes the headers with all mutants, and returns what these are. */
function makeHeaders() {
  const all = [];
  for (const name of new Set([...mutated, ...plantedHeaders])) {
    const source = readFileSync(path.join(library, name), 'utf8');
    const made = mutated.includes(name) ? findMutants(source) : [];
    const mutants = [...plantedIn(name, source), ...made]
      .sort((a, b) => a.start - b.start || b.end - a.end);
    const first = all.length + 1;
    const text = withSwitches(source, mutants, first)
      .replace('#pragma once', '#pragma once\n#include <strait_mutant.hpp>');
    writeIfChanged(path.join(headers, 'strait', name), text);
    const seen = new Map();
    for (const [index, { kind, says, start, end }] of mutants.entries()) {
      const before = source.slice(0, start);
      const line = before.split('\n').length;
      const changed = source.slice(start, end).replace(/\s+/g, ' ');
      const inLine = source.split('\n')[line - 1].trim();
      const id = `${name}: ${kind}: ${says}: ${changed} (in: ${inLine})`;
      seen.set(id, (seen.get(id) ?? 0) + 1);
      all.push({ number: first + index, name, kind, says, line, changed, inLine, nth: seen.get(id),
        id: `${id} #${seen.get(id)}` });
    }
  }
  const switches = readFileSync(path.join(here, 'strait_mutant.hpp'), 'utf8');
  writeIfChanged(path.join(headers, 'strait_mutant.hpp'), switches);
  return all;
}

function writeIfChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function build(jobs, withSpec) {
  const catch2 = await ensureCatch2();
  const settings = ['-G', 'Ninja', '-DCMAKE_BUILD_TYPE=RelWithDebInfo',
    // A mutant that leaves a function without a result must not count as impossible.
    '-DCMAKE_CXX_FLAGS=-w -fno-strict-return',
    '-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O1 -g1', '-DCMAKE_CXX_COMPILER_LAUNCHER=',
    '-DCMAKE_CXX_COMPILER=clang++-19',
    `-DSTRAIT_MUTANTS=${headers}`];
  if (catch2) settings.push(`-DFETCHCONTENT_SOURCE_DIR_CATCH2=${catch2}`);
  const tree = path.join(folder, 'tree');
  await run('cmake', ['-S', root, '-B', tree, ...settings]);
  const targets = ['strait_models',
    ...(withSpec ? ['strait_spec', 'strait_spec_allocation'] : [])];
  await run('cmake', ['--build', tree, '-j', `${jobs}`, '--target', ...targets],
    { label: 'building all mutants' });
}

/** Runs a program; whether it ended well. What hangs is ended. */
function passes(command, env, seconds) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      stdio: 'ignore',
      env: { ...process.env, ...env },
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    });
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}

/** Calls `work` for each of `all`, so many at a time. */
async function sideBySide(jobs, all, work) {
  const next = all[Symbol.iterator]();
  const go = async () => {
    for (const each of next) await work(each);
  };
  await Promise.all(Array.from({ length: jobs }, go));
}

/** What each program reaches when no mutant is alive, and how long it takes. */
async function measureReach(plan, jobs) {
  const reach = [];
  await sideBySide(jobs, plan, async ({ name, command, seconds }) => {
    const file = path.join(folder, `reached by ${name}.txt`);
    const began = performance.now();
    const fine = await passes(command, { STRAIT_MUTANTS_REACHED: file }, seconds);
    if (!fine) throw new Error(`${name} fails without a mutant: ${command.join(' ')}`);
    const numbers = readFileSync(file, 'utf8').trim().split('\n').map(Number);
    reach.push({ name, command, took: performance.now() - began, numbers: new Set(numbers),
      kills: 0, spent: 0, last: 0 });
  });
  return reach;
}

function plansOf() {
  const models = path.join(programs, 'strait_models');
  const groups = ['lock:', 'wakes:', 'looks:', 'handles:', 'timers:', 'broadcast:', 'notifier:',
    'stop:', 'throws:', 'queue:', 'select:', 'selector:', 'selectors:'];
  const named = groups.map((name) => ({ name: `models ${name}`, seconds: 120,
    command: [models, '--first-failure', '--most', '20000', name] }));
  const all = { name: 'models', seconds: 120,
    command: [models, '--first-failure', '--most', '1000'] };
  const spec = readdirSync(path.join(root, 'tests/spec'))
    .filter((name) => !/^(trace|recorder|deadlock|allocation)\./.test(name))
    .map((name) => name.replace('.cpp', ''))
    .map((name) => ({ name: `spec ${name}`, seconds: 120,
      command: [path.join(programs, 'strait_spec'), '--filenames-as-tags', '--abort',
        `[#${name}]`] }));
  const allocation = { name: 'spec allocation', seconds: 120,
    command: [path.join(programs, 'strait_spec_allocation'), '--abort'] };
  return { models: [...named, all], spec: [...spec, allocation] };
}

/**
 * What notices the mutant; null: nothing. First what noticed it in an earlier run; then what
 * noticed the one before, which is mostly in the same function; then the one that has noticed most
 * for its time so far.
 */
async function killerOf({ number }, tests, before) {
  const did = ({ name }) => Number(name === before);
  const worth = ({ kills, spent, took }) => (kills + 1) / (spent + took + 100);
  const inOrder = tests.filter(({ numbers }) => numbers.has(number))
    .sort((a, b) => did(b) - did(a) || b.last - a.last || worth(b) - worth(a));
  for (const test of inOrder) {
    const seconds = Math.max(5, Math.ceil((6 * test.took) / 1000));
    const began = performance.now();
    const passed = await passes(test.command, { STRAIT_MUTANT: `${number}` }, seconds);
    test.spent += performance.now() - began;
    if (passed) continue;
    ++test.kills;
    for (const each of tests) each.last = Number(each === test);
    return test.name;
  }
  return null;
}

function chosen(all, wanted, sample) {
  const some = all.filter(({ name, line, kind }) =>
    wanted.length === 0 ||
    wanted.some((each) => name.startsWith(each) || kind === each || `${name}:${line}` === each));
  const step = sample > 0 ? Math.max(1, some.length / sample) : 1;
  return some.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

/** Those whose change makes no difference; each entry is one mutant, or several of one line. */
const justified = readJson(path.join(here, 'justified.json'), []);

const isAbout = (reason, mutant) =>
  reason.file === mutant.name && (!reason.line || reason.line === mutant.inLine) &&
  ['kind', 'says', 'nth'].every((key) => !reason[key] || reason[key] === mutant[key]) &&
  (!reason.change || reason.change === mutant.changed);

const reasonFor = (mutant) => justified.find((each) => isAbout(each, mutant))?.why;

function tell(all, results) {
  const is = {
    killed: (each) => Boolean(results[each.id]?.by),
    justified: (each) => !is.killed(each) && Boolean(reasonFor(each)),
    survives: (each) => results[each.id]?.by === null && !reasonFor(each),
  };
  for (const each of all.filter(is.survives)) {
    say(`survives: ${each.name}:${each.line}: ${each.kind}: ${each.says}: ${each.changed}`);
    say(`  again: STRAIT_MUTANT=${each.number} build/mutants/tree/tests/strait_models`);
  }
  const kinds = [...new Set(all.map(({ kind }) => kind))].sort();
  say('kind        mutants   tried   killed   justified   survive');
  const count = (kind, wanted) =>
    all.filter((each) => (kind === 'all' || each.kind === kind) && wanted(each)).length;
  const numbersOf = (kind) => {
    const [killed, known, open] = [is.killed, is.justified, is.survives]
      .map((wanted) => count(kind, wanted));
    return [count(kind, () => true), killed + known + open, killed, known, open];
  };
  const widths = [9, 7, 8, 11, 9];
  for (const kind of [...kinds, 'all']) {
    const cells = numbersOf(kind).map((each, i) => `${each}`.padStart(widths[i]));
    say(kind.padEnd(10) + cells.join(' '));
  }
  const [, tried, killed, known, open] = numbersOf('all');
  say(`${tried} mutants, ${killed} killed, ${known} justified, ${open} survive`);
  const idle = justified.filter((reason) => !all.some((mutant) => isAbout(reason, mutant)));
  for (const { file, line } of idle) say(`justified.json is about no mutant: ${file}: ${line}`);
  return open === 0 && idle.length === 0 ? 0 : 1;
}

await main(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: {
    sample: { type: 'string', default: '0' },
    jobs: { type: 'string', default: `${availableParallelism()}` },
    models: { type: 'boolean', default: false },
    tell: { type: 'boolean', default: false },
    justified: { type: 'boolean', default: false },
  } });
  const jobs = Number(values.jobs);
  const all = makeHeaders();
  const state = { headers: hashOf('core/include', 'tests/mutants'),
    tests: `${values.models ? 'models ' : ''}` +
      hashOf('core/include', 'tests/checker', 'tests/spec', 'tests/support') };
  const ids = new Set(all.map(({ id }) => id));
  const old = Object.fromEntries(Object.entries(readJson(kept, { results: {} }).results)
    .filter(([id]) => ids.has(id)));
  const stillTrue = ({ by, at }) => at === (by === null ? state.tests : state.headers);
  const results = Object.fromEntries(Object.entries(old).filter(([, each]) => stillTrue(each)));
  const wanted = chosen(all, positionals, Number(values.sample))
    .filter((each) => !results[each.id] && (values.justified || !reasonFor(each)));
  if (wanted.length > 0 && !values.tell) {
    await build(jobs, !values.models);
    const { models, spec } = plansOf();
    const tests = await measureReach(values.models ? models : [...models, ...spec], jobs);
    let done = 0;
    await sideBySide(jobs, wanted, async (mutant) => {
      const by = await killerOf(mutant, tests, old[mutant.id]?.by);
      results[mutant.id] = { by, at: by === null ? state.tests : state.headers };
      writeFileSync(kept, JSON.stringify({ results: { ...old, ...results } }, null, 1));
      say(`${++done}/${wanted.length} ${by === null ? 'SURVIVES' : 'killed'} ` +
        `${mutant.name}:${mutant.line} ${mutant.kind} ${mutant.changed.slice(0, 50)} ` +
        `${by ?? ''}`);
    });
  }
  return tell(all, results);
});
