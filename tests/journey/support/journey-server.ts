// journey-server.ts — one origin with everything a browser needs for the journey: the site on a
// server that sends its headers and on one that sends none, the driver's page beside them, and the
// way by which the test and that page talk.

import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { fileIn, sendFile, setType, siteFolder } from '../../e2e/support/static-files.ts';
import { readHeaderRules } from '../../../web/plugins/header-rules.ts';

const pageFolder = fileURLToPath(new URL('../page/', import.meta.url));
const rules = readHeaderRules(fileURLToPath(new URL('../../../web/public/_headers',
  import.meta.url)));
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp' };

export interface Wanted { id: number; action: string; args: unknown[] }
export interface Said { id: number; value?: unknown; error?: string }

/** A browser asks again after so long without a wish. */
const patienceMilliseconds = 20_000;

export class JourneyServer {
  /** The driver's page, which is isolated. */
  readonly driver: string;
  /** The driver as a page of another site, isolated or not, and as a page of this one that is not:
   *  pages that embed the playground. */
  readonly embedders: { foreign: string; foreignIsolated: string; own: string };
  /** The site with its headers, and the same without any. */
  readonly site = '/site/';
  readonly plain = '/plain/';
  /** Whether the two sites answer at all. */
  isOnline = true;
  /** Files of the sites that are asked for and never arrive. */
  silent: RegExp | undefined;
  /** What was asked of the sites, in order. */
  readonly asked: string[] = [];
  heard: (said: Said) => void = () => {};
  private readonly server: Server;
  private readonly wishes: Wanted[] = [];
  private waiting: ServerResponse | undefined;

  private constructor(server: Server) {
    this.server = server;
    const { port } = server.address() as AddressInfo;
    this.driver = `http://127.0.0.1:${port}/journey/driver.html`;
    this.embedders = {
      foreign: `http://localhost:${port}/around/driver.html`,
      foreignIsolated: `http://localhost:${port}/journey/driver.html`,
      own: `http://127.0.0.1:${port}/around/driver.html`,
    };
  }

  static async start(): Promise<JourneyServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const journey = new JourneyServer(server);
    server.on('request', (request, response) => journey.answer(request, response));
    return journey;
  }

  /** Hands a wish to the driver's page as soon as it asks. */
  want(wish: Wanted): void {
    this.wishes.push(wish);
    this.grant();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', this.driver);
    const [, place = '', name = ''] = /^\/(\w+)\/(.*)$/.exec(decodeURIComponent(pathname)) ?? [];
    switch (place) {
      case 'journey':
      case 'around':
        this.answerDriver(place, name, request, response);
        break;
      case 'site':
      case 'plain':
        this.answerSite(place, name, response);
        break;
      default:
        response.writeHead(404).end();
    }
  }

  private answerDriver(place: string, name: string, request: IncomingMessage,
                       response: ServerResponse): void {
    response.setHeader('Cache-Control', 'no-store');
    if (name === 'wanted') {
      this.waiting?.writeHead(204).end(); // of a page that is no longer there
      this.waiting = response;
      response.on('close', () => {
        if (this.waiting === response) this.waiting = undefined;
      });
      setTimeout(() => {
        if (!response.writableEnded) response.writeHead(204).end();
      }, patienceMilliseconds).unref();
      this.grant();
    } else if (name === 'said') {
      let body = '';
      request.on('data', (bytes: Buffer) => { body += bytes.toString(); });
      request.on('end', () => {
        response.end();
        this.heard(JSON.parse(body) as Said);
      });
    } else {
      if (place === 'journey') setAll(response, isolation);
      sendFile(response, fileIn(pageFolder, name));
    }
  }

  private answerSite(place: string, name: string, response: ServerResponse): void {
    this.asked.push(`/${place}/${name}`);
    if (!this.isOnline) return void response.destroy();
    if (this.silent?.test(name)) return;
    for (const { prefix, headers } of place === 'site' ? rules : []) {
      if (`/${name}`.startsWith(prefix)) setAll(response, Object.fromEntries(headers));
    }
    const file = fileIn(siteFolder, name);
    if (place === 'plain' && file?.endsWith('index.html')) sendWatched(response, file);
    else sendFile(response, file);
  }

  private grant(): void {
    if (!this.waiting || this.waiting.writableEnded) return;
    const wish = this.wishes.shift();
    if (!wish) return;
    const response = this.waiting;
    this.waiting = undefined;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(wish));
  }
}

/** The page with a script more: it tells how a visit to it went, and leads back to the driver. */
function sendWatched(response: ServerResponse, file: string): void {
  setType(response, file);
  response.end(readFileSync(file, 'utf8')
    .replace('</body>', '<script src="/journey/visit.js"></script></body>'));
}

function setAll(response: ServerResponse, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
