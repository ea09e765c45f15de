// used-functions.mjs — leaves out of LLVM's module the code of functions that compiling a program
// hardly ever calls: four fifths of it. What is left is a quarter of the size to fetch, to compile
// and to keep in memory.
//
// Such a function keeps its number and its type; its body becomes a trap. pipeline/compiler.mjs
// repeats a run that ends in a trap with the complete module, so results are always those of the
// complete one. tests/profile finds out which functions are called and writes used-functions.txt.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Reader, numberBytes, sectionId, sectionsOf } from '../pipeline/wasm-format.mjs';

export const usedFunctionsFile = new URL('./used-functions.txt', import.meta.url);

/** No locals; unreachable; end. */
const trap = Uint8Array.of(0x00, 0x00, 0x0b);
const columns = 100;

const hashOf = (module) => createHash('sha256').update(module).digest('hex');

/**
 * The module with each function's body replaced by `bodyOf(body, index)`.
 * @param {Uint8Array} module
 * @param {(body: Uint8Array, index: number) => Uint8Array} bodyOf
 * @param {Map<number, Uint8Array>} others contents of other sections, by their ids
 */
export function withBodies(module, bodyOf, others = new Map()) {
  const pieces = [module.subarray(0, 8)];
  for (const section of sectionsOf(module)) {
    const content = section.id === sectionId.code ? codeSection(module, section, bodyOf)
      : [others.get(section.id) ?? module.subarray(section.start, section.end)];
    const size = content.reduce((sum, { length }) => sum + length, 0);
    pieces.push(Uint8Array.of(section.id, ...numberBytes(size)));
    for (const piece of content) pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

function codeSection(module, { start }, bodyOf) {
  const reader = new Reader(module, start);
  const count = reader.number();
  const pieces = [Uint8Array.from(numberBytes(count))];
  for (let index = 0; index < count; ++index) {
    const size = reader.number();
    const body = bodyOf(module.subarray(reader.at, reader.at + size), index);
    reader.at += size;
    pieces.push(Uint8Array.from(numberBytes(body.length)), body);
  }
  return pieces;
}

/** The module in which only the functions of `used`, one bit for each, have their code. */
export function reducedTo(used, module) {
  return withBodies(module, (body, index) =>
    (used[index >> 3] >> (index & 7)) & 1 ? body : trap);
}

/** The module as used-functions.txt reduces it. */
export async function reducedModule(module) {
  const [hash, ...lines] = (await readFile(usedFunctionsFile, 'utf8')).trimEnd().split('\n');
  if (hash !== hashOf(module)) {
    throw new Error('@yowasp/clang is another than used-functions.txt is about; make it anew: ' +
      'node tests/profile/profile.mjs');
  }
  return reducedTo(inflateRawSync(Buffer.from(lines.join(''), 'base64')), module);
}

/** The text of used-functions.txt: whose functions they are, and which. */
export function usedFunctionsText(used, module) {
  const text = deflateRawSync(used, { level: 9 }).toString('base64');
  const lines = text.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [];
  return `${[hashOf(module), ...lines].join('\n')}\n`;
}
