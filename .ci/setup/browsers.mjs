// browsers.mjs — the two browsers that the page's journey is tested in besides Chromium. Both come
// from the system; if one is not available, its tests are skipped and say why.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { installPackages } from './apt.mjs';
import { findProgram, Missing, say } from './run.mjs';

export function findFirefox() {
  return findProgram('firefox-esr') ?? findProgram('firefox');
}

/** WebKit's browser needs a screen; `absent` names what is not here. */
export function findWebKit() {
  const programs = { browser: findMiniBrowser(), screen: findProgram('Xvfb') };
  const names = { browser: 'MiniBrowser of WebKitGTK', screen: 'Xvfb' };
  const absent = Object.entries(names).filter(([key]) => !programs[key]).map(([, name]) => name);
  return { ...programs, absent };
}

/** It lies beside WebKit's own processes, in a folder named after machine and version. */
function findMiniBrowser() {
  const versions = ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'];
  const folders = ['/usr/lib', '/usr/libexec'].filter((folder) => existsSync(folder))
    .flatMap((folder) => ['', ...readdirSync(folder)].map((name) => path.join(folder, name)));
  return folders.flatMap((folder) => versions.map((version) =>
    path.join(folder, version, 'MiniBrowser'))).find((file) => existsSync(file));
}

export async function ensureOtherBrowsers() {
  const packages = [
    ...(findFirefox() ? [] : ['firefox-esr']),
    ...(findWebKit().absent.length === 0 ? [] : ['webkit2gtk-driver', 'xvfb']),
  ];
  if (packages.length === 0) return;
  try {
    await installPackages(packages);
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    say(`Not every browser can be tested here. ${error.message}`);
  }
}
