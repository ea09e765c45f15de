// vite.config.ts — builds the page into build/site and serves it, isolated, on this machine only.
// Headers have one source, public/_headers: hosts that know the file obey it, and so do we.
// build/playground is served and copied as it is, below playground/, outside the bundler.

import { createReadStream, cpSync, existsSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Connect, type Plugin } from 'vite';

const web = fileURLToPath(new URL('.', import.meta.url));
const build = resolve(web, '../build');
const playground = join(build, 'playground');

interface HeaderRule {
  prefix: string;
  headers: [string, string][];
}

/** Understands what we use of the format: a path with a star at its end, headers, `! Name`. */
function readHeaderRules(): HeaderRule[] {
  const rules: HeaderRule[] = [];
  for (const line of readFileSync(join(web, 'public/_headers'), 'utf8').split('\n')) {
    if (/^\S/.test(line)) {
      rules.push({ prefix: line.replace(/\*$/, ''), headers: [] });
    } else {
      const match = /^\s+([\w-]+):\s*(.+)$/.exec(line);
      if (match?.[1] && match[2]) rules.at(-1)?.headers.push([match[1], match[2]]);
    }
  }
  return rules;
}

function addHeaders(): Connect.NextHandleFunction {
  const rules = readHeaderRules();
  return (request, response, next) => {
    const path = request.url ?? '/';
    for (const { prefix, headers } of rules) {
      if (path.startsWith(prefix)) {
        for (const [name, value] of headers) keepHeader(response, name, value);
      }
    }
    next();
  };
}

/** The servers of Vite set caching of their own afterwards; the file's word is the last. */
function keepHeader(response: ServerResponse, name: string, value: string): void {
  response.setHeader(name, value);
  if (name !== 'Cache-Control') return;
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    const given = rest.at(-1);
    if (typeof given === 'object' && given !== null) Object.assign(given, { [name]: value });
    else response.setHeader(name, value);
    return writeHead(status, ...rest);
  }) as typeof response.writeHead;
}

const types: Record<string, string> = { '.json': 'application/json', '.mjs': 'text/javascript',
  '.js': 'text/javascript', '.wasm': 'application/wasm', '.gz': 'application/octet-stream' };

/** For the development server; the built site holds a copy. */
function servePlayground(request: IncomingMessage, response: ServerResponse,
                         next: () => void): void {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://page').pathname);
  if (!path.startsWith('/playground/')) return next();
  const file = resolve(playground, path.slice('/playground/'.length));
  if (!file.startsWith(playground + sep) || !existsSync(file) || !statSync(file).isFile()) {
    response.statusCode = 404;
    response.end();
    return;
  }
  response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
}

function playgroundFiles(): Plugin {
  return {
    name: 'strait-playground-files',
    configureServer(server) {
      server.middlewares.use(addHeaders());
      server.middlewares.use(servePlayground);
    },
    configurePreviewServer(server) {
      server.middlewares.use(addHeaders());
    },
    closeBundle() {
      if (this.environment.name !== 'client') return;
      if (!existsSync(playground)) {
        this.warn('build/playground is not there yet: the site has no programs to run.');
        return;
      }
      cpSync(playground, join(build, 'site/playground'), { recursive: true });
    },
  };
}

export default defineConfig({
  root: web,
  base: './',
  cacheDir: join(build, 'vite'),
  plugins: [playgroundFiles()],
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
  worker: { format: 'es' },
  build: {
    outDir: join(build, 'site'),
    emptyOutDir: true,
    target: ['chrome114', 'firefox114', 'safari16.4'],
    chunkSizeWarningLimit: 4000, // Monaco is large; tests/e2e holds the budgets
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
