// playground-files.ts — serves and copies build/playground below playground/, bypassing the
// bundler: its files are already hashed.

import { cpSync, createReadStream, existsSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';

const types: Record<string, string> = { '.json': 'application/json', '.mjs': 'text/javascript',
  '.js': 'text/javascript', '.wasm': 'application/wasm', '.zst': 'application/octet-stream' };

export function playgroundFiles(playground: string, site: string): Plugin {
  return {
    name: 'strait-playground-files',
    configureServer(server) {
      server.middlewares.use(serve(playground));
    },
    closeBundle() {
      if (!existsSync(playground)) {
        this.warn('build/playground is not there yet: the site has no programs to run.');
        return;
      }
      cpSync(playground, join(site, 'playground'), { recursive: true });
    },
  };
}

/** For the development server; the built site contains a copy. */
function serve(playground: string) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
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
  };
}
