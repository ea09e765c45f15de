// plain-server.ts — a static file server as simple as they come: files below a path, their types,
// and not one header more. It can go away, and it can hold another version of a file.

import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const site = fileURLToPath(new URL('../../../build/site/', import.meta.url));

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript',
  '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };

export class PlainServer {
  /** The site's address, with a slash at its end. */
  readonly address: string;
  /** Files that are not as in build/site. */
  readonly changed = new Map<string, (text: string) => string>();
  private readonly server: Server;

  private constructor(server: Server, folder: string) {
    this.server = server;
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${folder}`;
  }

  /** `folder`: the path that the site lies below, with slashes around it. */
  static async start(folder: string): Promise<PlainServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const plain = new PlainServer(server, folder);
    server.on('request', (request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', plain.address).pathname);
      const name = path.startsWith(folder) ? path.slice(folder.length) || 'index.html' : '';
      const file = normalize(join(site, name));
      if (!name || !file.startsWith(site.replace(/\/$/, sep)) || !existsSync(file) ||
          !statSync(file).isFile()) {
        response.writeHead(404).end();
        return;
      }
      response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
      const change = plain.changed.get(name);
      if (change) response.end(change(readFileSync(file, 'utf8')));
      else createReadStream(file).pipe(response);
    });
    return plain;
  }

  /** Nothing answers at the address any more. */
  async goAway(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
