// playwright.config.ts — measures; asserts nothing about time. Not a part of npm test:
//
//   npx playwright test -c tests/measure          all three browsers, on an idle machine

import { defineConfig } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import type { BrowserName } from '../journey/support/browsers.ts';

export default defineConfig<object, { engine: BrowserName }>({
  workers: 1,
  reporter: [['line']],
  outputDir: fileURLToPath(new URL('../../build/measure-results', import.meta.url)),
  timeout: 600_000,
  projects: (['chromium', 'firefox', 'webkit'] as const).map((engine) => ({
    name: engine, testMatch: '*.measure.ts', use: { engine } })),
});
