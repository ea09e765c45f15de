// plain-server.ts — a static file server as simple as they come: files below a path, their types,
// and no header that a test did not ask for. It can go away, have another version of a file, and
// answer when the test says so, or never.

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
  /** Whether an answer is held back. `asWorker`: a worker is to run the file. */
  holdsBack: (name: string, asWorker: boolean) => boolean = () => false;
  private held: { response: ServerResponse; send: () => void }[] = [];
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

  /** Sends what is held back, the first of it or all. */
  release(count = Infinity): void {
    for (const { send } of this.held.splice(0, count)) send();
  }

  /** What is held back is never sent. */
  hangUp(): void {
    for (const { response } of this.held.splice(0)) response.destroy();
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
    const send = (): void => this.send(name, response);
    const asWorker = request.headers['sec-fetch-dest'] === 'worker';
    if (this.holdsBack(name, asWorker)) this.held.push({ response, send });
    else send();
  }

  private send(name: string, response: ServerResponse): void {
    for (const [header, value] of Object.entries(this.headers)) response.setHeader(header, value);
    const file = fileIn(siteFolder, name);
    const change = this.changed.get(name);
    if (!file || !change) return sendFile(response, file);
    setType(response, file);
    response.end(change(readFileSync(file, 'utf8')));
  }
}
