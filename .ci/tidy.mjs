// tidy.mjs — style as a test: what a reviewer would say again and again, said by a program.
//
//   node .ci/tidy.mjs        prints each place; npm test runs it as one of its parts
//
// A rule takes a file and returns the places that break it. Not here: what clang-format, compilers
// and the type checker see by themselves, and what JavaScript may import (layers.mjs).
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureNpmPackages } from './setup/npm.mjs';
import { root } from './setup/paths.mjs';
import { say } from './setup/run.mjs';

const code = /\.(cpp|hpp|h|rs|go|py|mjs|js|ts|css|html|cmake)$|CMakeLists\.txt$/;
const text = /\.(json|toml|lock|mod|md|yml|in|txt|svg)$|\/(run|_headers)$|^\.[\w-]+$/;

export const rules = {
  'a file of code has at most 500 lines': ({ name, lines }) =>
    code.test(name) && lines.length > 500 ? [{ line: 501, says: `${lines.length} lines` }] : [],

  'a line of code has at most 100 columns': ({ name, lines }) =>
    code.test(name) ? where(lines, (line) => columns(line) > 100 && `${columns(line)}`) : [],

  'no machine, host or registry is named': ({ lines }) =>
    where(lines, (line) => machine.exec(line)?.[0]),

  'includes in core go down only: top, flavor, wait, base': ({ name, lines }) => {
    const from = layerOf(/^core\/include\/strait\/(.*)/.exec(name)?.[1]);
    return where(lines, (line) => {
      const included = /^#include <strait\/(.*)>/.exec(line)?.[1];
      return layerOf(included) < from && included;
    });
  },

  'scenarios include the top layer only': ({ name, lines }) =>
    /^core\/scenarios\//.test(name)
      ? where(lines, (line) => /^#include <strait\/\w+\/.*/.exec(line)?.[0])
      : [],

  'only base/platform_… includes what is of one machine, or of threads': ({ name, lines }) =>
    inCore(name) && !/\/platform_\w+\.hpp$/.test(name)
      ? where(lines, (line) => ofOneMachine.exec(line)?.[0])
      : [],

  'a memory order other than relaxed says why, in // order:': ({ name, lines }) =>
    inCore(name)
      ? where(lines, (line, index) => {
          const order = /memory_order(_|::)(acquire|release|acq_rel|seq_cst)/.exec(line)?.[0];
          // In the statement's own comment, a few lines above at most.
          const near = lines.slice(Math.max(0, index - 5), index + 1);
          return order && !near.some((each) => each.includes('// order:')) && order;
        })
      : [],

  'a page names its workers by imports, which the rules of layers see': ({ name, lines }) =>
    /^(web\/src|wasm\/(pipeline|runtime|trace))\//.test(name)
      ? where(lines, (line) => /new URL\(['"`]\.{1,2}\/\w.*import\.meta\.url/.exec(line)?.[0])
      : [],

  'an atomic operation names its memory order': ({ name, lines }) =>
    inCore(name)
      ? where(lines, (line, index) => {
          const call = /\.(load|store|exchange|fetch_\w+|compare_exchange_\w+)\(/.exec(line)?.[0];
          const statement = lines.slice(index, index + 3).join(' ').split(';')[0];
          return call && !statement.includes('memory_order') && call;
        })
      : [],
};

/** Folders of one machine, and addresses of package registries such as lock files may hold. */
const machine = new RegExp(
  '(^|[\\s"\'`(=:])/(work/(main|shared)|tmp|root|home/\\w+)/\\w' +
    '|//[\\w.-]*\\b(npmjs|registry|pypi|crates)\\.[a-z]+/',
);

const ofOneMachine = /^#include <(atomic|thread|(linux|sys|emscripten)\/.*|\w+\.h)>/;

const inCore = (name) => name.startsWith('core/include/');

/** A character is a column, whatever its bytes. */
const columns = (line) => [...line].length;

/** How deep a header of core lies. The words that all layers use, names and errors, lie deepest. */
function layerOf(header) {
  if (header === undefined) return undefined;
  if (['fwd.hpp', 'errors.hpp'].includes(header)) return 3;
  const folder = path.dirname(header);
  return ['.', 'flavor', 'wait', 'base'].indexOf(folder === 'trace' ? 'base' : folder);
}

/** The lines of which `test` says something. */
function where(lines, test) {
  return lines.flatMap((line, index) => {
    const says = test(line, index);
    return says ? [{ line: index + 1, says }] : [];
  });
}

/** What git knows or would know, as far as it is text. */
function files() {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root });
  const names = String(list).split('\n').filter((name) => code.test(name) || text.test(name));
  return names
    .filter((name) => existsSync(path.join(root, name)))
    .map((name) => {
      const lines = readFileSync(path.join(root, name), 'utf8').split('\n');
      return { name, lines: lines.at(-1) === '' ? lines.slice(0, -1) : lines };
    });
}

/** The places that break a rule: `{ rule, file, line, says }`. */
export function untidy(all) {
  return Object.entries(rules).flatMap(([rule, check]) =>
    all.flatMap((file) => check(file).map((place) => ({ rule, file: file.name, ...place }))));
}

/** Checks everything; counts rules, and prints the places that break one. */
export async function tidy() {
  const { layerRules, misplacedImports } = await import('./layers.mjs'); // needs npm packages
  const all = files();
  const places = [...untidy(all), ...(await misplacedImports())];
  const names = [...Object.keys(rules), ...layerRules.map(({ comment }) => comment)];
  const broken = new Set(places.map(({ rule }) => rule));
  for (const rule of broken) {
    say(`\n${rule}`);
    for (const place of places.filter((each) => each.rule === rule)) {
      say(`  ${place.file}${place.line ? `:${place.line}` : ''}: ${place.says}`);
    }
  }
  return { passed: names.length - broken.size, failed: broken.size, note: `${all.length} files` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureNpmPackages();
  const { passed, failed, note } = await tidy();
  say(`${passed} rules kept, ${failed} broken in ${note}`);
  process.exitCode = failed === 0 ? 0 : 1;
}
