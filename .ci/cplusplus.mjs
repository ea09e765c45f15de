// cplusplus.mjs — the C++ tests of a preset: configured, built, and run by CTest.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { reports } from './parts.mjs';
import { buildFolder, root } from './setup/paths.mjs';
import { Failed, run } from './setup/run.mjs';

const folderOf = (preset) => path.join(buildFolder, preset === 'dev' ? 'native' : preset);

/**
 * @param {string} preset
 * @param {{ catch2?: string, emscripten: { root: string, env: NodeJS.ProcessEnv } }} tools
 * @param {string[]} targets all of them, if none is given
 */
export async function build(preset, { catch2, emscripten }, targets = []) {
  const isWasm = preset === 'wasm';
  const env = isWasm ? emscripten.env : process.env;
  const cmake = isWasm ? [path.join(emscripten.root, 'emcmake'), 'cmake'] : ['cmake'];
  const settings = catch2 ? [`-DFETCHCONTENT_SOURCE_DIR_CATCH2=${catch2}`] : [];
  const [program, ...rest] = [...cmake, '--preset', preset, ...settings];
  await run(program, rest, { cwd: root, env });
  const wanted = targets.length > 0 ? ['--target', ...targets] : [];
  const ninja = ['--build', folderOf(preset), '-j', `${availableParallelism()}`, ...wanted];
  await run('cmake', ninja, { cwd: root, env, label: `building ${preset}` });
}

/**
 * Runs what build() built. Most tests sleep most of the time, and those that watch the processor
 * watch their own process: several at a time do not disturb each other.
 * @param {string} preset
 * @param {string[]} selection options of ctest, such as -L spec
 */
export async function test(preset, selection = []) {
  const junit = path.join(reports, `${preset}.xml`);
  const args = ['--test-dir', folderOf(preset), '--output-on-failure', '--output-junit', junit,
    '--parallel', `${2 * availableParallelism()}`, ...selection];
  await run('ctest', args, { cwd: root, show: true }).catch(ignoreFailure);
  return countJunit(await readFile(junit, 'utf8'));
}

/** Its exit code is not needed: its report says what failed. */
function ignoreFailure(error) {
  if (!(error instanceof Failed)) throw error;
}

/** CTest's entries are whole files of tests; Catch2's own closing lines count what is in them. */
export function countJunit(xml) {
  const suite = /<testsuite[^>]*?tests="(\d+)"[^>]*?failures="(\d+)"/s.exec(xml);
  if (!suite) throw new Error('CTest wrote no report');
  const sum = (pattern) =>
    [...xml.matchAll(pattern)].reduce((total, [, count]) => total + Number(count), 0);
  const assertions =
    sum(/\((\d+) assertions? in \d+ test case/g) + sum(/^assertions: +(\d+)/gm);
  const cases = sum(/assertions? in (\d+) test case/g) + sum(/^test cases: +(\d+)/gm);
  const [tests, failed] = [Number(suite[1]), Number(suite[2])];
  if (tests === 0) throw new Error('CTest found no test');
  const testcase = /<testcase name="([^"]*)"[^>]*status="fail"(.*?)<\/testcase>/gs;
  const failures = [...xml.matchAll(testcase)]
    .map(([, name, rest]) => `${name}\n${lastLines(rest)}`);
  return { passed: tests - failed, failed, failures,
    note: `${cases} test cases, ${assertions} assertions` };
}

/** The end of what a test printed, as it stands in a report of CTest. */
function lastLines(testcase) {
  const printed = /<system-out>(.*)<\/system-out>/s.exec(testcase)?.[1] ?? '';
  const characters = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  const text = printed.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => characters[name]);
  return text.trim().split('\n').slice(-12).map((line) => `    ${line.slice(0, 200)}`).join('\n');
}
