// pack-list.ts — pack.json: the parts of the compiler, validated before any of them is fetched.

import * as v from 'valibot';
import { completeCompiler } from '../../../wasm/pipeline/parts.mjs';
import type { Pack, PackPart } from '../../../wasm/pipeline/pipeline.mjs';
import { parseFile, pathBelow } from '../logic/schemas.ts';

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const pack: v.GenericSchema<Pack> = v.object({
  version: v.literal(1),
  parts: v.array(v.object({ name: v.string(), file: pathBelow, bytes: size, wireBytes: size })),
});

export function parsePack(value: unknown): Pack {
  return parseFile(pack, value, 'pack.json');
}

/** What every program needs; the rest is fetched for a program that needs it. */
export function neededParts({ parts }: Pack): PackPart[] {
  return parts.filter(({ name }) => name !== completeCompiler);
}

/** The download size of what every program needs. */
export function packBytes(pack: Pack): number {
  return neededParts(pack).reduce((sum, { wireBytes }) => sum + wireBytes, 0);
}
