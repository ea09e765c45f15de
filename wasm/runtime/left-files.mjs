// left-files.mjs — the files that a program left behind, copied out of its memory when it has ended
// by itself. Their layout is in machine.mjs.
//
// Invariants   I1 nothing in the program's memory is trusted: each address and size is read once
//              and checked; a file that does not fit is omitted.

import { fileBlockBytes, fileLimits, leftFileWords, machine } from './machine.mjs';

/**
 * @typedef {{ path: string, bytes: Uint8Array<ArrayBuffer> }} LeftFile
 *          `path`: below the directory in which programs start, else absolute; any text
 * @typedef {{ files: LeftFile[], omitted: number }} LeftFiles
 *          in order of path; `omitted`: how many more there were
 */

/** Where programs start. */
const home = `/home/${machine.userName}/`;
/** The numbers of files that are listed and that are not. */
const headerBytes = 8;
const entryBytes = 4 * Object.keys(leftFileWords).length;

/**
 * @param {ArrayBufferLike} buffer the program's memory
 * @param {number} address of LeftFiles; 0: the program had no files
 * @returns {LeftFiles}
 */
export function readLeftFiles(buffer, address) {
  const memory = new Memory(buffer);
  const header = address === 0 ? undefined : memory.words(address, headerBytes / 4);
  if (!header) return { files: [], omitted: 0 };
  const count = Math.min(header[0], fileLimits.listed);
  const files = [];
  let omitted = header[1];
  let room = fileLimits.bytes;
  for (let index = 0; index < count; ++index) {
    const file = readFile(memory, address + headerBytes + index * entryBytes, room);
    if (file) {
      room -= file.bytes.length;
      files.push(file);
    } else {
      omitted += 1;
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, omitted };
}

/** @param {Memory} memory */
function readFile(memory, address, room) {
  const entry = memory.words(address, entryBytes / 4);
  if (!entry) return undefined;
  const [pathAddress, pathBytes, size, blocksAddress, blockCount] = entry;
  if (pathBytes > fileLimits.pathBytes || size > room) return undefined;
  const path = memory.bytes(pathAddress, pathBytes);
  const needed = Math.ceil(size / fileBlockBytes);
  const blocks = memory.words(blocksAddress, Math.min(blockCount, needed));
  if (!path || !blocks) return undefined;
  const bytes = new Uint8Array(size);
  for (const [index, block] of blocks.entries()) {
    if (block === 0) continue;
    const at = index * fileBlockBytes;
    const part = memory.bytes(block, Math.min(fileBlockBytes, size - at));
    if (!part) return undefined;
    bytes.set(part, at);
  }
  const name = new TextDecoder().decode(path);
  return { path: name.startsWith(home) ? name.slice(home.length) : name, bytes };
}

class Memory {
  /** @param {ArrayBufferLike} buffer */
  constructor(buffer) {
    this.all = new Uint8Array(buffer);
  }

  /** A copy, or undefined where there is no such memory. */
  bytes(address, count) {
    const fits = address + count <= this.all.length;
    return fits ? this.all.slice(address, address + count) : undefined;
  }

  words(address, count) {
    const bytes = this.bytes(address, count * 4);
    return bytes && new Uint32Array(bytes.buffer);
  }
}
