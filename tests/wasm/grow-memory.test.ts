// grow-memory.test.ts — the compiler's memory grows in large steps, and what it hands out stays in
// order; a module of another shape is refused.

import { expect, test } from '@playwright/test';
import { growMemoryInSteps } from '../../wasm/pack/grow-memory.mjs';

const page = 65_536;
const section = (id: number, content: number[]): number[] =>
  [id, content.length % 128 + 128, Math.floor(content.length / 128), ...content];

/** A module that has one memory of two pages and exports it, and a function like wasi-libc's
 *  sbrk(): the same first bytes, the same length. */
function moduleOf(functions = 1): Uint8Array {
  const begins = [0, 0x02, 0x40, 0x20, 0, 0x0d, 0, 0x3f, 0, 0x41, 0x10, 0x74, 0x0f, 0x0b];
  const sbrk = [...begins, ...Array<number>(72 - begins.length - 2).fill(0x01), 0x00, 0x0b];
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7f]),
    ...section(3, [functions, ...Array<number>(functions).fill(0)]),
    ...section(5, [1, 0, 2]),
    ...section(6, [1, 0x7f, 0, 0x41, 7, 0x0b]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('sbrk'), 0, 0]),
    ...section(10, [functions, ...Array.from({ length: functions }, () => [72, ...sbrk]).flat()]),
  ]);
}

test('memory is handed out piece by piece, and grows seldom', async () => {
  const module = await WebAssembly.compile(growMemoryInSteps(moduleOf()));
  const { exports } = await WebAssembly.instantiate(module);
  const sbrk = exports['sbrk'] as (increment: number) => number;
  const memory = exports['memory'] as WebAssembly.Memory;
  const sizes = new Set<number>();
  for (let piece = 0; piece < 1000; ++piece) {
    expect(sbrk(0)).toBe((2 + piece) * page);
    expect(sbrk(page)).toBe((2 + piece) * page);
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual((3 + piece) * page);
    sizes.add(memory.buffer.byteLength);
  }
  expect(sizes.size).toBeLessThan(6);
  expect(sbrk(100 * 1024 * 1024)).toBe(1002 * page);
  expect(sbrk(0)).toBe(1002 * page + 100 * 1024 * 1024);
  expect(sbrk(2 ** 32 - page), 'more than there is').toBe(-1);
  expect(sbrk(0), 'a failure changes nothing').toBe(1002 * page + 100 * 1024 * 1024);
});

test('a module of another shape is refused', () => {
  for (const functions of [0, 2]) {
    expect(() => growMemoryInSteps(moduleOf(functions))).toThrow(`has ${functions} sbrk()`);
  }
  expect(() => growMemoryInSteps(moduleOf().subarray(0, 9))).toThrow('in the middle');
});
