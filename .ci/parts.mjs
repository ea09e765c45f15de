// parts.mjs — what the commands that test have in common: parts that are run, timed and counted.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { buildFolder } from './setup/paths.mjs';
import { Failed, say, saying, step } from './setup/run.mjs';

/** Where parts write their reports, for more detail than the summary has. */
export const reports = path.join(buildFolder, 'reports');

export async function emptyReports() {
  await rm(reports, { recursive: true, force: true });
  await mkdir(reports, { recursive: true });
}

/**
 * What a part counted; `note` tells what is behind the numbers, `failures` what failed and why.
 * @typedef {{ passed: number, failed: number, note?: string, failures?: string[] }} Count
 * @typedef {Count & { name: string, seconds: number }} Part
 */

/** The parts of one run of a command. A part that fails does not hide the ones after it. */
export class Parts {
  /** @type {Part[]} */
  #all = [];
  #started = Date.now();

  /**
   * Runs one part; whatever it throws is shown and counts as one failure. A part that counts
   * nothing is one test: that it finishes. Returns whether it had no failure.
   * @param {string} name
   * @param {() => unknown} work
   */
  async run(name, work) {
    const started = Date.now();
    const counted = await step(name, work).then(
      (count) => (count && typeof count === 'object' ? count : { passed: 1, failed: 0 }),
      (error) => {
        const reason = error instanceof Failed ? `${error.output}\n${error.message}` : error.stack;
        say(reason);
        const failures = [reason.split('\n').slice(-30).join('\n')];
        return { passed: 0, failed: 1, note: 'failed before its tests', failures };
      },
    );
    this.#all.push({ name, seconds: (Date.now() - started) / 1000, ...counted });
    return counted.failed === 0;
  }

  /**
   * Prints what failed, once more, as what was printed meanwhile may be far away or cut; then each
   * part's time and counts. The last line sums up. Returns the exit code.
   */
  tell() {
    say('');
    for (const { name, failures = [] } of this.#all) {
      for (const failure of failures) say(`✗ ${name}: ${failure}\n`);
    }
    for (const { name, seconds, passed, failed, note } of this.#all) {
      const words = `${passed} passed, ${failed} failed${note ? ` (${note})` : ''}`;
      say(`${failed ? '✗' : '✓'} ${seconds.toFixed(0).padStart(4)} s  ${name}: ${words}`);
    }
    const { passed, failed } = this.counts();
    say(`in ${Math.round((Date.now() - this.#started) / 1000)} s; parallel parts ` +
      'share the processors');
    say(`${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  }

  /** Of all parts, or of those after the first few. */
  counts(first = 0) {
    const parts = this.#all.slice(first);
    const total = (key) => parts.reduce((sum, each) => sum + each[key], 0);
    return { count: parts.length, passed: total('passed'), failed: total('failed') };
  }
}

/** Does several things at once; each line says whose it is. */
export function sideBySide(work) {
  return Promise.all(Object.entries(work).map(([name, each]) => saying(name, each)));
}
