// function-bodies.mjs — changes the code of a WebAssembly module; nothing else moves.
import { Reader, numberBytes, sectionId, sectionsOf } from '../pipeline/wasm-format.mjs';

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
