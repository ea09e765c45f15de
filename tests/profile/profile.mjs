// profile.mjs — finds out which functions of LLVM are called to compile programs, and writes
// wasm/pack/used-functions.txt. To be run once for each new version of @yowasp/clang:
//
//   node tests/profile/profile.mjs       # after npm run build; takes ten minutes
//
// Idea: every function is made to set a byte of its own, in memory that nobody else uses, when it
//       is called. The programs are the repository's own, those in programs/, and changed ones.
import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { completeModule } from '../../wasm/pack/build.mjs';
import {
  usedFunctionsFile, usedFunctionsText, withBodies,
} from '../../wasm/pack/used-functions.mjs';
import { optionChoices, defaultOptions } from '../../wasm/pipeline/options.mjs';
import { collect, createPipeline, unpack } from '../../wasm/pipeline/pipeline.mjs';
import { numberBytes, Reader, sectionId, sectionsOf } from '../../wasm/pipeline/wasm-format.mjs';
import { mistakes } from '../wasm/support/mistakes.mjs';
import { descriptorPrograms } from '../wasm/support/descriptor-programs.mjs';
import { filePrograms } from '../wasm/support/file-programs.mjs';
import { ordinaryPrograms } from '../wasm/support/ordinary-programs.mjs';
import { playground, readJson, root } from '../wasm/support/playground.mjs';

const pageBytes = 1 << 16;
const changedPrograms = 120;
const strict = { ...defaultOptions, warnings: /** @type {const} */ ('extra') };

/** How many pages of memory the module asks for: the first number after its one memory's flags. */
function memoryOf(module) {
  const section = [...sectionsOf(module)].find(({ id }) => id === sectionId.memory);
  const reader = new Reader(module, section.start + 2);
  return { pages: reader.number(), limit: reader.number() };
}

function functionsOf(module) {
  const section = [...sectionsOf(module)].find(({ id }) => id === sectionId.code);
  return new Reader(module, section.start).number();
}

/** Where the code begins, after the local variables. */
function codeStart(body) {
  const reader = new Reader(body);
  for (let left = reader.number(); left > 0; --left) {
    reader.number();
    ++reader.at; // the type
  }
  return reader.at;
}

/** The module with a byte for each function behind the memory that it has anyway. */
function instrumented(module) {
  const { pages, limit } = memoryOf(module);
  const more = Math.ceil(functionsOf(module) / pageBytes);
  const memory = Uint8Array.of(1, 1, ...numberBytes(pages + more), ...numberBytes(limit));
  const mark = (body, index) => {
    const start = codeStart(body);
    const place = numberBytes(pages * pageBytes + index);
    // i32.const 0; i32.const 1; i32.store8 place
    const store = Uint8Array.of(0x41, 0, 0x41, 1, 0x3a, 0, ...place);
    return Buffer.concat([body.subarray(0, start), store, body.subarray(start)]);
  };
  return withBodies(module, mark, new Map([[sectionId.memory, memory]]));
}

/** Collects what each instance has marked, when the next one is made. */
class Marks {
  #memory;
  /** @type {WebAssembly.Module | undefined} whose instances count */
  instrumented;

  constructor(module) {
    this.start = memoryOf(module).pages * pageBytes;
    this.functions = functionsOf(module);
    this.used = new Uint8Array(Math.ceil(this.functions / 8));
    const instantiate = WebAssembly.instantiate;
    Reflect.set(WebAssembly, 'instantiate', async (compiled, imports) => {
      const instance = await instantiate(compiled, imports);
      if (compiled === this.instrumented) {
        this.collect();
        this.#memory = instance.exports.memory;
      }
      return instance;
    });
  }

  collect() {
    const bytes = this.#memory && new Uint8Array(this.#memory.buffer, this.start, this.functions);
    bytes?.forEach((byte, index) => {
      if (byte > 1) throw new Error('the marks lie in memory that the module uses');
      if (byte) this.used[index >> 3] |= 1 << (index & 7);
    });
  }

  count() {
    let sum = 0;
    for (let bits of this.used) for (; bits; bits &= bits - 1) ++sum;
    return sum;
  }
}

async function sourcesBelow(folder) {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.cpp$/.test(name));
  return Promise.all(names.sort().map((name) => readFile(path.join(folder, name), 'utf8')));
}

function examples() {
  const file = path.join(tmpdir(), `strait-examples-${process.pid}.cpp`);
  execFileSync(process.execPath, [path.join(root, 'tests/docs/examples.mjs'), root, file]);
  return readFile(file, 'utf8');
}

/** Programs with a few words exchanged, left out or repeated: the same ones each time. */
function changed(sources, count) {
  let seed = 1;
  const below = (limit) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % limit;
  };
  const wordsOfAny = () => sources[below(sources.length)].split(/(\W)/);
  return Array.from({ length: count }, () => {
    const words = wordsOfAny();
    const others = wordsOfAny();
    const at = below(words.length);
    words.splice(at, below(3), ...others.slice(below(others.length)).slice(0, below(3)));
    return words.join('');
  });
}

async function programs() {
  const scenarios = await sourcesBelow(path.join(root, 'core/scenarios'));
  const own = await sourcesBelow(path.join(root, 'tests/profile/programs'));
  const short = [...scenarios, ...ordinaryPrograms.map(({ source }) => source)];
  const standards = optionChoices.standard.flatMap((standard) =>
    scenarios.slice(0, 3).map((source) => ({ source, options: { ...defaultOptions, standard } })));
  const withDefaults = [await examples(), 'int main() {}',
    ...[...ordinaryPrograms, ...filePrograms, ...descriptorPrograms].map(({ source }) => source)];
  return [
    ...own.map((source) => ({ source, options: strict, mustCompile: true })),
    ...[...scenarios, ...mistakes.map(({ source }) => source),
      ...changed(short, changedPrograms)].map((source) => ({ source, options: strict })),
    ...withDefaults.map((source) => ({ source, options: defaultOptions })),
    ...standards,
  ];
}

const complete = await completeModule();
const marks = new Marks(complete);
const pipeline = await createPipeline({
  pack: await readJson('pack.json'),
  readPart: async (part) => {
    const packed = new Blob([await readFile(path.join(playground, part.file))]);
    return collect(part, unpack(part, packed.stream()));
  },
  compilePart: async () =>
    (marks.instrumented = await WebAssembly.compile(instrumented(complete))),
});
const all = await programs();
for (const [number, { source, options, mustCompile }] of all.entries()) {
  const { ok, text } = await pipeline.compile(source, options);
  if (!ok && mustCompile) throw new Error(text);
  marks.collect();
  if (number % 20 === 0) console.log(`${number} of ${all.length}: ${marks.count()} functions`);
}
await writeFile(usedFunctionsFile, usedFunctionsText(marks.used, complete));
console.log(`${marks.count()} of ${marks.functions} functions`);
