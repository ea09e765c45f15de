// complete-compiler.test.ts — the compiler without its rarely called functions gives the same
// results as the complete one, which takes its place when a program needs that.

import { expect, test } from '@playwright/test';
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { completeModule } from '../../wasm/pack/build.mjs';
import { reducedModule, reducedTo } from '../../wasm/pack/used-functions.mjs';
import { completeCompiler } from '../../wasm/pipeline/parts.mjs';
import { defaultOptions } from '../../wasm/pipeline/options.mjs';
import {
  collect, createPipeline, unpack, type PackPart,
} from '../../wasm/pipeline/pipeline.mjs';
import { playground, readJson } from './support/playground.mjs';

const hello = '#include <cstdio>\nint main() { std::puts("hello"); }\n';

async function readPart(part: PackPart): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await openAsBlob(path.join(playground, part.file));
  return collect(part, unpack(part, packed.stream()));
}

/** A pipeline that notes which compilers it asks for, and how it gets them. */
async function watched(compilerOf: (part: PackPart) => Promise<WebAssembly.Module>) {
  const asked: string[] = [];
  const compilePart = (part: PackPart): Promise<WebAssembly.Module> => {
    asked.push(part.name);
    return compilerOf(part);
  };
  const pack = await readJson('pack.json');
  return { asked, pipeline: await createPipeline({ pack, readPart, compilePart }) };
}

const asBuilt = async (part: PackPart): Promise<WebAssembly.Module> =>
  WebAssembly.compile(await readPart(part));

test('the pack has the compiler that used-functions.txt describes', async () => {
  const { parts } = await readJson('pack.json');
  const compiler = await readPart(parts.find(({ name }: PackPart) => name === 'compiler'));
  const complete = await completeModule();
  expect(Buffer.from(compiler).equals(await reducedModule(complete))).toBe(true);
  // That is what it is for; and it lacks nothing but code.
  expect(compiler.length).toBeGreaterThan(complete.length / 10);
  expect(compiler.length).toBeLessThan(complete.length / 2);
});

test('ordinary programs, correct or not, do without the complete compiler', async () => {
  const { asked, pipeline } = await watched(asBuilt);
  expect(await pipeline.compile(hello)).toMatchObject({ ok: true });
  expect(await pipeline.compile('int main() { return x; }')).toMatchObject({ ok: false });
  expect(asked).toEqual(['compiler']);
});

test('a program that needs more is compiled by the complete compiler', async () => {
  const { asked, pipeline } = await watched(asBuilt);
  const options = { ...defaultOptions, optimize: '2' as const };
  const optimized = await pipeline.compile(hello, options);
  expect(optimized).toMatchObject({ ok: true });
  expect(asked).toEqual(['compiler', completeCompiler]);
  expect(await pipeline.compile(`${hello}\n`, options)).toMatchObject({ ok: true });
  expect(asked, 'asked for once').toHaveLength(2);
});

test('a compiler without any code gives the same program in the end', async () => {
  const empty = reducedTo(new Uint8Array(1 << 15), await completeModule());
  const { asked, pipeline } = await watched((part) =>
    part.name === 'compiler' ? WebAssembly.compile(empty) : asBuilt(part));
  const program = await pipeline.compile(hello);
  expect(asked).toEqual(['compiler', completeCompiler]);
  const usual = await (await watched(asBuilt)).pipeline.compile(hello);
  expect(program.ok && usual.ok && Buffer.from(program.wasm).equals(usual.wasm)).toBe(true);
});

test('if the complete compiler cannot be had, that is said, and asked again', async () => {
  const empty = reducedTo(new Uint8Array(1 << 15), await completeModule());
  let reachable = false;
  const { pipeline } = await watched((part) => {
    if (part.name === 'compiler') return WebAssembly.compile(empty);
    return reachable ? asBuilt(part) : Promise.reject(new Error('no network'));
  });
  await expect(pipeline.compile(hello)).rejects.toThrow('no network');
  expect(await pipeline.check(hello)).toEqual([]);
  reachable = true;
  expect(await pipeline.compile(hello)).toMatchObject({ ok: true });
});
