// vite.config.ts — builds the page into build/site and serves it, isolated, on this machine only.
// The site is built in build/site.partial, then renamed.

import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { embedScript } from './plugins/embed-script.ts';
import { headerRules } from './plugins/header-rules.ts';
import { libraryReference } from './plugins/library-reference.ts';
import { licences } from './plugins/licences.ts';
import { playgroundFiles } from './plugins/playground-files.ts';
import { plainPrograms } from './plugins/plain-programs.ts';
import { serviceWorkerScript } from './plugins/service-worker.ts';

const web = fileURLToPath(new URL('.', import.meta.url));
const root = resolve(web, '..');
const build = join(root, 'build');
const site = join(build, 'site');
const staging = join(build, 'site.partial');

const target = ['chrome114', 'firefox114', 'safari16.4'];

export default defineConfig(({ isPreview }) => ({
  root: web,
  base: './',
  cacheDir: join(build, 'vite'),
  plugins: [
    headerRules(join(web, 'public/_headers')),
    libraryReference(join(root, 'core/include/strait')),
    playgroundFiles(join(build, 'playground'), staging),
    licences(root, staging),
    embedScript(web, staging, target),
    plainPrograms(join(build, 'playground')),
    serviceWorkerScript({ web, staging, site, target }),
  ],
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
  worker: { format: 'es' },
  build: {
    outDir: isPreview ? site : staging,
    emptyOutDir: true,
    target,
    rolldownOptions: {
      input: ['index', 'embed', 'bench'].map((name) => join(web, `${name}.html`)),
      // What pages share is one file: by itself it would be one for each set of pages, and more to
      // fetch for the playground.
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } },
    },
    chunkSizeWarningLimit: 4000, // Monaco is large; tests/e2e holds the budgets
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
}));
