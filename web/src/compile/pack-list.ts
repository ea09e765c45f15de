// pack-list.ts — pack.json: the parts of the compiler, validated before any of them is fetched.

import * as v from 'valibot';
import type { Pack } from '../../../wasm/pipeline/pipeline.mjs';
import { parseFile, pathBelow } from '../logic/schemas.ts';

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const pack: v.GenericSchema<Pack> = v.object({
  version: v.literal(1),
  parts: v.array(v.object({ name: v.string(), file: pathBelow, bytes: size, wireBytes: size })),
});

export function parsePack(value: unknown): Pack {
  return parseFile(pack, value, 'pack.json');
}

/** The download size of all of it. */
export function packBytes({ parts }: Pack): number {
  return parts.reduce((sum, { wireBytes }) => sum + wireBytes, 0);
}
