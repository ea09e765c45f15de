// npm.mjs — the packages of a package-lock.json, installed when they are missing or differ from it.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { root } from './paths.mjs';
import { Failed, findProgram, Missing, run, step } from './run.mjs';

/** What npm installed is what the lock wants: same packages, same versions. */
async function matchesLock(folder) {
  // npm writes this file last, and lists in it what it installed.
  const installed = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const packagesOf = async (file) => JSON.parse(await readFile(file, 'utf8')).packages;
  const wanted = await packagesOf(path.join(folder, 'package-lock.json'));
  const present = await packagesOf(installed);
  return Object.entries(wanted).every(
    ([name, entry]) =>
      name === '' ||
      entry.optional ||
      (present[name]?.version === entry.version && existsSync(path.join(folder, name))),
  );
}

/** Those of the whole project, or of a folder that has packages of its own. */
export async function ensureNpmPackages(folder = root) {
  const stamp = path.join(folder, 'node_modules', '.strait-lock');
  const lock = await readFile(path.join(folder, 'package-lock.json'));
  const lockHash = createHash('sha256').update(lock).digest('hex');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === lockHash) return;
  if (!(await matchesLock(folder))) await install(folder);
  await writeFile(stamp, lockHash);
}

async function install(folder) {
  if (!findProgram('npm')) {
    throw new Missing('npm is missing: install it (Node.js includes it) and try again.');
  }
  await step('npm packages', async () => {
    try {
      await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, label: 'npm ci' });
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      throw new Missing(
        `The npm packages could not be installed (is the npm registry reachable?): run "npm ci" ` +
          `in the project's folder for details.\n${error.output.split('\n').slice(-8).join('\n')}`,
      );
    }
  });
}
