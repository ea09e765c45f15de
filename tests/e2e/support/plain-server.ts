// plain-server.ts — a static file server as simple as they come: files below a path, their types,
// and no header that a test did not ask for. It can go away, hold another version of a file, and
// answer late or never.

import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileIn, sendFile, setType, siteFolder } from './static-files.ts';

export class PlainServer {
  /** The site's address, with a slash at its end. */
  readonly address: string;
  /** Files that are not as in build/site. */
  readonly changed = new Map<string, (text: string) => string>();
  /** Sent with every file. */
  headers: Record<string, string> = {};
  /** After so long a file is sent: `asWorker` says that a worker is to run it. */
  delay: (name: string, asWorker: boolean) => number = () => 0;
  private readonly unanswered = new Set<ServerResponse>();
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
    server.on('request', (request, response) => plain.answer(folder, request, response));
    return plain;
  }

  /** Whatever was not answered never will be. */
  hangUp(): void {
    for (const response of this.unanswered) response.destroy();
    this.unanswered.clear();
  }

  /** Nothing answers at the address any more. */
  async goAway(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(new URL(request.url ?? '/', this.address).pathname);
    const name = path.startsWith(folder) ? path.slice(folder.length) || 'index.html' : undefined;
    if (name === undefined) return sendFile(response, undefined);
    const milliseconds = this.delay(name, request.headers['sec-fetch-dest'] === 'worker');
    if (milliseconds === 0) return this.send(name, response);
    this.unanswered.add(response);
    if (milliseconds < Infinity) setTimeout(() => this.send(name, response), milliseconds);
  }

  private send(name: string, response: ServerResponse): void {
    this.unanswered.delete(response);
    for (const [header, value] of Object.entries(this.headers)) response.setHeader(header, value);
    const file = fileIn(siteFolder, name);
    const change = this.changed.get(name);
    if (!file || !change) return sendFile(response, file);
    setType(response, file);
    response.end(change(readFileSync(file, 'utf8')));
  }
}
