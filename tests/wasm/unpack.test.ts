// unpack.test.ts — a part of the pack that arrives damaged, short or long is refused, whole ones
// come out as they went in, however they were cut on the way.

import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { receive, unpack } from '../../wasm/pipeline/unpack.mjs';
import { playground, readJson } from './support/playground.mjs';

interface Part { name: string; file: string; bytes: number; wireBytes: number }

async function sysroot(): Promise<{ part: Part; packed: Uint8Array }> {
  const pack = await readJson('pack.json') as { parts: Part[] };
  const part = pack.parts.find(({ name }) => name === 'sysroot')!;
  return { part, packed: new Uint8Array(await readFile(path.join(playground, part.file))) };
}

/** The bytes in pieces, as a network might cut them. */
function arriving(bytes: Uint8Array, pieceBytes: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + pieceBytes));
      at += pieceBytes;
    },
  });
}

const read = async (part: Part, packed: Uint8Array, pieceBytes: number,
                    onBytes?: (n: number) => void) =>
  unpack(part, await receive(part, arriving(packed, pieceBytes), onBytes));

test('it does not matter how the bytes are cut, and those that travelled are counted', async () => {
  const { part, packed } = await sysroot();
  let counted = 0;
  const small = await read(part, packed, 1021, (delta) => { counted += delta; });
  const large = await read(part, packed, 1 << 22);
  expect(counted).toBe(part.wireBytes);
  expect(small.length).toBe(part.bytes);
  expect(Buffer.compare(small, large)).toBe(0);
});

test('what breaks off is refused, wherever it does', async () => {
  const { part, packed } = await sysroot();
  for (const kept of [0, 5, 1000, packed.length >> 1, packed.length - 1]) {
    await expect(read(part, packed.subarray(0, kept), 1 << 16), `${kept} bytes`).rejects.toThrow();
  }
});

test('a flipped bit is refused, wherever it is', async () => {
  const { part, packed } = await sysroot();
  for (const at of [3, 100, packed.length >> 2, packed.length >> 1, packed.length - 40]) {
    const damaged = packed.slice();
    damaged[at]! ^= 4;
    await expect(read(part, damaged, 1 << 16), `at byte ${at}`).rejects.toThrow();
  }
});

test('more than was announced is refused before it fills the memory', async () => {
  const { part, packed } = await sysroot();
  const shorter = { ...part, bytes: 1_000_000 };
  await expect(read(shorter, packed, 1 << 16)).rejects.toThrow('longer than announced');
  const longer = new Uint8Array(packed.length + 1);
  longer.set(packed);
  await expect(read(part, longer, 1 << 16)).rejects.toThrow('longer than announced');
});
