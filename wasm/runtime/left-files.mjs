// left-files.mjs — the files that a program left behind, copied out of its memory when it has ended
// by itself. The layout is that of files/left_files.hpp.
//
// Invariants   I1 nothing in the program's memory is trusted: each address and size is read once,
//              checked, and what does not fit is left out.

/**
 * @typedef {{ path: string, bytes: Uint8Array<ArrayBuffer> }} LeftFile
 *          `path`: below the directory in which programs start, else absolute; any text
 * @typedef {{ files: LeftFile[], omitted: number }} LeftFiles
 *          in order of path; `omitted`: how many more there were
 */

export const leftLimits = { files: 100, bytes: 64 * 1024 * 1024, pathBytes: 4096 };

/** Where programs start, as file_system.cpp says. */
const home = '/home/web_user/';
const blockBytes = 4096;
const headerBytes = 8;
const entryBytes = 20;

/**
 * @param {ArrayBufferLike} buffer the program's memory
 * @param {number} address of LeftFiles; 0: the program had no files
 * @returns {LeftFiles}
 */
export function readLeftFiles(buffer, address) {
  const memory = new Memory(buffer);
  const header = address === 0 ? undefined : memory.words(address, headerBytes / 4);
  if (!header) return { files: [], omitted: 0 };
  const count = Math.min(header[0], leftLimits.files);
  const files = [];
  let omitted = header[1];
  let room = leftLimits.bytes;
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
  if (pathBytes > leftLimits.pathBytes || size > room) return undefined;
  const path = memory.bytes(pathAddress, pathBytes);
  const blocks = memory.words(blocksAddress, Math.min(blockCount, Math.ceil(size / blockBytes)));
  if (!path || !blocks) return undefined;
  const bytes = new Uint8Array(size);
  for (const [index, block] of blocks.entries()) {
    if (block === 0) continue;
    const at = index * blockBytes;
    const part = memory.bytes(block, Math.min(blockBytes, size - at));
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
