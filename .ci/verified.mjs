// verified.mjs — what `npm run verify` found, chapter by chapter, and the README's table of it.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withFigures } from './documents.mjs';
import { buildFolder, root } from './setup/paths.mjs';

const kept = path.join(buildFolder, 'verified.json');

/**
 * `figures` says what was searched: pairs of what and how much.
 * @typedef {{ commit: string, date: string, seconds: number, passed: number, failed: number,
 *   figures: [string, string][] }} Chapter
 */

/** @returns {Promise<Record<string, Chapter>>} the last run of each chapter in this clone */
async function readVerified() {
  return JSON.parse(await readFile(kept, 'utf8').catch(() => '{}'));
}

/** @param {Omit<Chapter, 'commit' | 'date'>} found */
export async function keepVerified(name, found) {
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const isChanged = git('status', '--porcelain') !== '';
  const commit = git('rev-parse', '--short', 'HEAD') + (isChanged ? ' and changes' : '');
  const all = { ...await readVerified(),
    [name]: { commit, date: new Date().toISOString().slice(0, 10), ...found } };
  await mkdir(buildFolder, { recursive: true });
  await writeFile(kept, JSON.stringify(all, null, 2));
}

/** Markdown, a row a chapter, in the order of `names`. */
export function table(verified, names) {
  const row = ({ commit, date, seconds, passed, failed, figures }, name) => [`\`${name}\``,
    figures.map(([what, howMuch]) => `${what}: ${howMuch}`).join('; '),
    `${passed.toLocaleString('en')}, ${failed}`, `${Math.ceil(seconds / 60)} min`,
    `${date}, ${commit}`];
  const rows = names.filter((name) => verified[name]).map((name) => row(verified[name], name));
  const lines = [['chapter', 'searched', 'passed, failed', 'time', 'when, commit'],
    ['---', '---', '--:', '--:', '---'], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export async function writeReadme(names) {
  const file = path.join(root, 'README.md');
  const text = await readFile(file, 'utf8');
  await writeFile(file, withFigures(text, table(await readVerified(), names), 'verified'));
}
