// run.mjs — a program that must not compile: it fails, says why, and compiles without the misuse.
//
//   node run.mjs <file> <compiler> <option>…
//
// The file tells what the compiler must say, by `// expect: <regular expression>`. In a line of its
// own: somewhere; behind code: as an error of that line. With FIXED defined the misuse is gone and
// the file compiles, so that it does not fail for another reason.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [file, compiler, ...options] = process.argv.slice(2);

// Clang stops at 20 errors, and a file may expect more.
const limit = compiler.includes('clang') ? ['-ferror-limit=0'] : [];

/** Compiles without output; what the compiler says, on one line per message. */
function compile(...more) {
  const words = [...options, '-fsyntax-only', '-Werror=unused-result', ...limit, ...more, file];
  const { status, stderr, error } = spawnSync(compiler, words, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (error) throw error;
  return { compiles: status === 0, says: stderr };
}

/** What must be said, and by which line: 0 for anywhere. */
function expectations() {
  return readFileSync(file, 'utf8').split('\n').flatMap((text, index) => {
    const match = /^(.*?)\/\/ expect: (.*)$/.exec(text);
    if (!match) return [];
    return { line: match[1].trim() ? index + 1 : 0, pattern: new RegExp(match[2]) };
  });
}

/** Errors of that line (or of any): the first lines of the compiler's messages. */
function isSaid({ line, pattern }, says) {
  const errors = says.split('\n').filter((text) => /\berror: /.test(text));
  const here = line ? `${path.basename(file)}:${line}:` : '';
  return errors.some((text) => text.includes(here) && pattern.test(text));
}

const misused = compile();
const fixed = compile('-DFIXED');
const expected = expectations();
const problems = expected
  .filter((each) => !isSaid(each, misused.says))
  .map(({ line, pattern }) => `no error ${line ? `of line ${line} ` : ''}says ${pattern}`);
if (misused.compiles) problems.push('it compiles');
if (!fixed.compiles) problems.push(`it does not compile with FIXED:\n${fixed.says}`);
if (expected.length === 0) problems.push('it expects nothing');

if (problems.length > 0) {
  console.log(`${problems.join('\n')}\n\nThe compiler said:\n${misused.says}`);
  process.exit(1);
}
console.log(`${expected.length} expected, all said`);
