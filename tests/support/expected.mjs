// expected.mjs — the scenarios of core/scenarios and what each promises to print.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { difference } from './compare.mjs';

const root = fileURLToPath(new URL('../../core/scenarios/', import.meta.url));

/** One scenario, by its folder. `blocks`: for ever, by design; the test stops it. */
export function expectedScenario(folder) {
  const read = (name) => readFileSync(path.join(folder, name), 'utf8');
  const { title, expect, knobs = [] } = JSON.parse(read('scenario.json'));
  const expected = read('expected.txt');
  return {
    id: path.basename(folder),
    title,
    source: read('main.cpp'),
    blocks: expect.ends === 'stopped',
    /** @type {import('../../wasm/pipeline/knobs.mjs').Knob[]} */
    knobs,
    /** @param {string} printed @returns {string | undefined} what differs, or nothing */
    difference: (printed) => difference(expect.compare, expected, printed),
  };
}

/** All of them, in the order of the list. */
export function expectedScenarios() {
  return readdirSync(root).sort().map((id) => path.join(root, id))
    .filter((folder) => existsSync(path.join(folder, 'scenario.json'))).map(expectedScenario);
}
