// playwright.mjs — Playwright's projects as parts: logic and WebAssembly under Node, the page in
// browsers.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
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
export function countReport({ stats, errors }) {
  const failed = stats.unexpected + stats.flaky + errors.length;
  if (stats.expected + failed + stats.skipped === 0) throw new Error('Playwright found no test');
  return { passed: stats.expected, failed, note: stats.skipped ? `${stats.skipped} skipped` : '' };
}
