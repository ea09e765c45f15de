// chromium.mjs — the browser that the page's tests run in: the one that CHROMIUM names, else the
// system's. playwright.config.ts asks here, too.
import { existsSync } from 'node:fs';
import { installPackages } from './apt.mjs';
import { findProgram, Missing } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Full path, or undefined when there is none. */
export function findChromium({ CHROMIUM: chosen, PATH } = process.env) {
  if (!chosen) return names.map((name) => findProgram(name, PATH)).find(Boolean);
  if (existsSync(chosen)) return chosen;
  throw new Missing(`CHROMIUM is "${chosen}", and there is no such file.`);
}

export async function ensureChromium() {
  if (!findChromium()) await installPackages(['chromium']);
  return findChromium();
}
