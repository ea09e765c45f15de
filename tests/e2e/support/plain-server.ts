// plain-server.ts — a static file server as simple as they come: files below a path, their types,
// and not one header more. It can go away, and it can hold another version of a file.

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileIn, sendFile, setType, siteFolder } from './static-files.ts';

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
      const name = path.startsWith(folder) ? path.slice(folder.length) || 'index.html' : undefined;
      const file = name === undefined ? undefined : fileIn(siteFolder, name);
      const change = name === undefined ? undefined : plain.changed.get(name);
      if (!file || !change) return sendFile(response, file);
      setType(response, file);
      response.end(change(readFileSync(file, 'utf8')));
    });
    return plain;
  }

  /** Nothing answers at the address any more. */
  async goAway(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
