// playwright.config.ts — one runner for logic, WebAssembly under Node, the page in Chromium, and
// its journey in three browsers. The page's tests serve build/site themselves.

import { defineConfig } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import type { BrowserName } from '../journey/support/browsers.ts';
import { findChromium } from '../../.ci/setup/chromium.mjs';

// Without one, Playwright looks for its own.
const executablePath = findChromium();
const launchOptions = {
  ...(executablePath ? { executablePath } : {}),
  args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
};

const tests = fileURLToPath(new URL('..', import.meta.url));

const page = { testDir: `${tests}/e2e`, use: {
  browserName: 'chromium', headless: true, launchOptions, actionTimeout: 20_000,
  serviceWorkers: 'block', viewport: { width: 1280, height: 800 }, screenshot: 'only-on-failure',
} } as const;

/** Tests that sleep most of the time. */
const sleeping = '**/waits-for-slow-workers.test.ts';

export default defineConfig<object, { engine: BrowserName }>({
  fullyParallel: false,
  workers: 3, // one file each, as far as the projects allow it
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  outputDir: fileURLToPath(new URL('../../build/test-results', import.meta.url)),
  timeout: 180_000, // several times what the longest takes on a machine with much else to do
  expect: { timeout: 15_000 }, // a busy machine is no failure
  projects: [
    { name: 'logic', testDir: tests, workers: 2,
      testMatch: ['web/*.test.ts', 'ci/*.test.ts', 'bench/*.test.ts'] },
    { name: 'node', testDir: `${tests}/wasm`, testMatch: '**/*.test.ts', workers: 2 },
    // Beside the others, from the beginning: it leaves the processors to them.
    { ...page, name: 'chromium-sleeping', testMatch: sleeping, workers: 1 },
    // One browser for all of a project's tests, one test after the other. Ahead of the many files
    // of the next project, which keep both workers busy to the end.
    ...(['chromium', 'firefox', 'webkit'] as const).map((engine) => ({
      name: `journey-${engine}`, testDir: `${tests}/journey`, testMatch: '**/*.test.ts',
      workers: 1, timeout: 700_000, use: { engine } })),
    { ...page, name: 'chromium', testMatch: '**/*.test.ts', testIgnore: sleeping, workers: 2 },
  ],
});
