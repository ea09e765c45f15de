// npm.mjs — the packages of package-lock.json, installed when they are missing or differ from it.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { root } from './paths.mjs';
import { Failed, findProgram, Missing, run, step } from './run.mjs';

const stamp = path.join(root, 'node_modules', '.strait-lock');
const lock = path.join(root, 'package-lock.json');

/** npm writes this file last, and lists in it what it installed. */
const installed = path.join(root, 'node_modules', '.package-lock.json');

/** What npm installed is what the lock wants: same packages, same versions. */
async function matchesLock() {
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(await readFile(lock, 'utf8')).packages;
  const present = JSON.parse(await readFile(installed, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([name, entry]) =>
      name === '' ||
      entry.optional ||
      (present[name]?.version === entry.version && existsSync(path.join(root, name))),
  );
}

export async function ensureNpmPackages() {
  const lockHash = createHash('sha256').update(await readFile(lock)).digest('hex');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === lockHash) return;
  if (!(await matchesLock())) await install();
  await writeFile(stamp, lockHash);
}

async function install() {
  if (!findProgram('npm')) {
    throw new Missing('npm is missing: install it (Node.js includes it) and try again.');
  }
  await step('npm packages', async () => {
    try {
      await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, label: 'npm ci' });
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      throw new Missing(
        `The npm packages could not be installed (is the npm registry reachable?): run "npm ci" ` +
          `in the project's folder for details.\n${error.output.split('\n').slice(-8).join('\n')}`,
      );
    }
  });
}
