// playwright.config.ts — one runner: logic under Node, WebAssembly under Node, the page in Chromium.
// The page's tests serve build/site themselves (support/site.ts), so the others need no server.

import { defineConfig } from '@playwright/test';
import { fileURLToPath } from 'node:url';

const tests = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  outputDir: fileURLToPath(new URL('../../build/test-results', import.meta.url)),
  timeout: 60_000,
  projects: [
    { name: 'logic', testDir: `${tests}/web`, testMatch: '**/*.test.ts' },
    { name: 'node', testDir: `${tests}/wasm`, testMatch: '**/*.test.ts', timeout: 180_000 },
    { name: 'chromium', testDir: `${tests}/e2e`, testMatch: '**/*.test.ts', timeout: 180_000 },
  ],
});
