// service-worker.ts — the last step of a build: lists the site's files, builds the service worker
// that knows them, and renames the finished site to where it is served from: there is always a
// whole site.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import type { Site } from '../src/service-worker/site.ts';
import { readHeaderRules } from './header-rules.ts';

export interface SiteBuild {
  web: string;
  /** Where the build writes, and where the finished site goes. */
  staging: string;
  site: string;
  /** The browsers that it is built for. */
  target: string[];
}

/** Cached when the worker is installed, with what index.html loads: enough to show and run code. */
const shell = new RegExp('^($|first-paint\\.js|icon\\.svg|assets/run-worker|' +
  'playground/(pack|runtime|scenarios)\\.json)');

/** Never cached by the worker: what servers read, and the compiler, which the page caches. */
const ignored = /^(_headers$|playground\/pack\/)/;

export function serviceWorkerScript(plan: SiteBuild): Plugin {
  return {
    name: 'strait-service-worker',
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        await buildWorker(plan, describe(plan));
        swap(plan);
      },
    },
  };
}

function describe({ web, staging }: SiteBuild): Site {
  const names = (readdirSync(staging, { recursive: true }) as string[])
    .filter((name) => statSync(join(staging, name)).isFile()).sort();
  const hash = createHash('sha256').update(readFileSync(join(web, 'public/_headers')));
  for (const name of names) hash.update(`${name}\0`).update(readFileSync(join(staging, name)));
  const page = readFileSync(join(staging, 'index.html'), 'utf8');
  const isShell = (file: string): boolean => shell.test(file) || page.includes(`./${file}"`);
  // Servers serve index.html under the folder's address.
  const files = names.filter((name) => !ignored.test(name))
    .map((name) => (name === 'index.html' ? '' : name));
  return {
    version: hash.digest('hex').slice(0, 12),
    shell: files.filter(isShell),
    rest: files.filter((file) => !isShell(file)),
    headers: readHeaderRules(join(web, 'public/_headers')).map(({ prefix, headers }) => ({
      prefix, headers: headers.filter(([name]) => name !== 'Cache-Control') })),
  };
}

/** One classic script, since not every browser accepts a module here; never cached by name. */
async function buildWorker({ web, staging, target }: SiteBuild, site: Site): Promise<void> {
  await build({
    configFile: false,
    root: web,
    logLevel: 'warn',
    publicDir: false,
    define: { __SITE__: JSON.stringify(site) },
    build: {
      outDir: staging,
      emptyOutDir: false,
      target,
      rolldownOptions: {
        input: join(web, 'src/service-worker/service-worker.ts'),
        output: { format: 'iife', entryFileNames: 'service-worker.js' },
      },
    },
  });
}

function swap({ staging, site }: SiteBuild): void {
  const old = `${site}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(site)) renameSync(site, old);
  renameSync(staging, site);
  rmSync(old, { recursive: true, force: true });
}
