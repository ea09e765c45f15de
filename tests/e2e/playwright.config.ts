// playwright.config.ts — one runner for logic and WebAssembly under Node and the page in Chromium.
// The page's tests serve build/site themselves (support/site.ts), so the others need no server.

import { defineConfig } from '@playwright/test';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The browser of the system; without one, Playwright looks for its own. */
function chromiumOnPath(): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not here: the next folder may have it.
      }
    }
  }
  return undefined;
}

const executablePath = chromiumOnPath();
const launchOptions = {
  ...(executablePath ? { executablePath } : {}),
  args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
};

const tests = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  outputDir: fileURLToPath(new URL('../../build/test-results', import.meta.url)),
  timeout: 60_000,
  expect: { timeout: 15_000 }, // a busy machine is no failure
  projects: [
    { name: 'logic', testDir: `${tests}/web`, testMatch: '**/*.test.ts' },
    { name: 'node', testDir: `${tests}/wasm`, testMatch: '**/*.test.ts', timeout: 180_000 },
    { name: 'chromium', testDir: `${tests}/e2e`, testMatch: '**/*.test.ts', timeout: 180_000,
      use: { browserName: 'chromium', headless: true, launchOptions, actionTimeout: 20_000,
        serviceWorkers: 'block',
        viewport: { width: 1280, height: 800 }, screenshot: 'only-on-failure' } },
  ],
});
