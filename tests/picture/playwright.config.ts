// playwright.config.ts — makes the README's picture: no test, and no part of npm test.
//
//   npx playwright test -c tests/picture          after npm run build

import { defineConfig } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../../.ci/setup/chromium.mjs';

const executablePath = findChromium();

export default defineConfig({
  workers: 1,
  reporter: [['line']],
  outputDir: fileURLToPath(new URL('../../build/picture-results', import.meta.url)),
  projects: [{ name: 'chromium', testMatch: '*.picture.ts',
    use: { browserName: 'chromium', viewport: { width: 1000, height: 800 }, colorScheme: 'light',
      launchOptions: { ...(executablePath ? { executablePath } : {}),
        args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] } } }],
});
