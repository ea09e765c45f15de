// options.mjs — the command line of `npm run bench`.
import { parseArgs } from 'node:util';
import { Missing } from '../../.ci/setup/run.mjs';

export const usage = `npm run bench -- [options]

  --quick            the matrix alone, 3 rounds
  --wasm             the matrix in WebAssembly under Node and in browsers, strait and the mutex,
                     beside the native programs of both; 3 rounds
  --rounds <n>       how often everything is measured (5; outside of the matrix at most 3)
  --only <cell>      channel/pattern/system; each part may be * or left out. May be repeated
  --busy             measure although the machine is not idle
  --write            write the figures into README.md and bench/README.md
  --last             use the figures of the last run; measure nothing
  --check            every run of every system once with few messages; measure nothing`;

const options = /** @type {const} */ ({
  quick: { type: 'boolean', default: false },
  wasm: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  only: { type: 'string', multiple: true, default: [] },
  busy: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  last: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});

/**
 * Throws Missing with the usage for anything that is not an option.
 * @typedef {{ channel: string, pattern: string, system: string }} Wanted
 * @typedef {{ quick: boolean, wasm: boolean, busy: boolean, write: boolean, last: boolean,
 *   check: boolean, help: boolean, rounds: number, only: Wanted[] }} Options
 * @param {string[]} args
 * @returns {Options}
 */
export function parseOptions(args) {
  const values = parse(args);
  const rounds = values.rounds ?? (values.quick || values.wasm ? '3' : '5');
  if (!/^[1-9]\d?$/.test(rounds)) throw new Missing(`--rounds ${rounds}: use 1 to 99\n\n${usage}`);
  const only = values.only.map((text) => {
    const parts = text.split('/');
    if (parts.length > 3 || parts.includes('')) {
      throw new Missing(`--only ${text}: not channel/pattern/system\n\n${usage}`);
    }
    const [channel = '*', pattern = '*', system = '*'] = parts;
    return { channel, pattern, system };
  });
  if (values.wasm && (values.check || only.length > 0)) {
    throw new Missing(`--wasm measures its whole matrix: not with --only or --check\n\n${usage}`);
  }
  return { ...values, rounds: Number(rounds), only };
}

function parse(args) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new Missing(`${error.message}\n\n${usage}`);
  }
}

/** Whether `--only` wants this; without it, everything is wanted. */
export function isWanted(only, { channel, pattern }, system) {
  const fits = (wanted, name) => wanted === '*' || name === undefined || wanted === name;
  return only.length === 0 || only.some((each) =>
    fits(each.channel, channel) && fits(each.pattern, pattern) && fits(each.system, system));
}
