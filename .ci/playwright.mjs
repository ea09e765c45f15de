// playwright.mjs — Playwright's projects as parts: logic and WebAssembly under Node, the page in
// browsers.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { reports } from './parts.mjs';
import { root } from './setup/paths.mjs';
import { Failed, run } from './setup/run.mjs';

const cli = path.join(root, 'node_modules/@playwright/test/cli.js');

/**
 * @param {string[]} projects names of playwright.config.ts
 * @param {{ chromium?: string, files?: string[], tag?: string }} options `tag`: only tests that
 *   have it; without one, all but those for the night
 */
export async function playwright(projects, { chromium, files = [], tag } = {}) {
  const report = path.join(reports, `${projects.join('-')}.json`);
  const args = [cli, 'test', '-c', 'tests/e2e', '--reporter=list,json', ...files,
    ...projects.map((name) => `--project=${name}`),
    ...(tag ? ['--grep', tag] : ['--grep-invert', '@long'])];
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    ...(chromium ? { CHROMIUM: chromium } : {}) };
  await run(process.execPath, args, { cwd: root, env, show: true }).catch((error) => {
    if (!(error instanceof Failed)) throw error; // the report says what failed
  });
  return countReport(JSON.parse(await readFile(report, 'utf8')));
}

/** A flaky test is a failed one; a file that cannot be read is, too. */
export function countReport({ stats, errors, suites }) {
  const failed = stats.unexpected + stats.flaky + errors.length;
  if (stats.expected + failed + stats.skipped === 0) throw new Error('Playwright found no test');
  const failures = [...suites.flatMap(failuresOf), ...errors.map(reasonOf)];
  return { passed: stats.expected, failed, failures,
    note: stats.skipped ? `${stats.skipped} skipped` : '' };
}

/** The failed tests of a suite and of those in it: where each stands, its title and its reason. */
function failuresOf({ specs = [], suites = [] }) {
  const failed = specs.flatMap(({ file, line, title, tests }) => tests
    .filter(({ status }) => status === 'unexpected' || status === 'flaky')
    .map(({ projectName, results }) => {
      const reasons = results.flatMap(({ errors }) => errors.map(reasonOf));
      return `[${projectName}] ${file}:${line} › ${title}\n${reasons.join('\n')}`;
    }));
  return [...failed, ...suites.flatMap(failuresOf)];
}

/** What an error says, without colours, cut to the lines that tell most. */
function reasonOf({ message = 'no reason was given' }) {
  const lines = stripVTControlCharacters(message).split('\n').filter((line) => line.trim());
  return lines.slice(0, 8).map((line) => `    ${line.slice(0, 200)}`).join('\n');
}
