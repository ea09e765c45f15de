// embedder-page.ts — somebody else's page: another origin on this machine, which embeds the
// playground.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from '@playwright/test';
import { test as base } from './site.ts';

export interface Embedder {
  /** Another site than the playground's: localhost there, 127.0.0.1 here. */
  origin: string;
  /** The address of a page with this body. */
  page(body: string, options?: { isolated?: boolean }): string;
}

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp' };

export const test = base.extend<{ embedder: Embedder; embedding: string }>({
  embedder: async ({ complaints }, use) => {
    const pages: { body: string; isolated: boolean }[] = [];
    const server: Server = createServer((request, response) => {
      const shown = pages[Number(request.url?.slice(1))];
      response.writeHead(shown ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8',
        ...(shown?.isolated ? isolation : {}) });
      response.end(shown ? `<!doctype html><title>docs</title>${shown.body}` : '');
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address() as AddressInfo;
    const origin = `http://localhost:${port}`;
    await use({ origin, page: (body, { isolated = false } = {}) =>
      `${origin}/${pages.push({ body, isolated }) - 1}` });
    server.closeAllConnections();
    server.close();
    // Its own pages are not foreign here.
    const own = new RegExp(`^foreign request: http://(?:localhost|127\\.0\\.0\\.1):${port}/|404`);
    complaints.splice(0, complaints.length, ...complaints.filter((text) => !own.test(text)));
  },
  embedding: async ({ site }, use) => {
    await use(`<script type="module" src="${site}embed.js"></script>`);
  },
});

export function embedded(page: Page): FrameLocator {
  return page.frameLocator('strait-playground iframe');
}

/** Collects what the element tells; `ready` settles with its first word. */
export async function watchEmbed(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { ready: [] as unknown[], output: [] as string[], outcomes: [] as unknown[] };
    Object.assign(window, { seen });
    const listen = (type: string, heard: (detail: never) => void): void =>
      document.addEventListener(type, (event) => heard((event as CustomEvent).detail as never));
    listen('strait-ready', (detail) => seen.ready.push(detail));
    listen('strait-outcome', (detail) => seen.outcomes.push(detail));
    listen('strait-output', ({ lines }: { lines: { text: string }[] }) =>
      seen.output.push(...lines.map(({ text }) => text)));
  });
}

export interface Seen {
  ready: { runs: boolean }[];
  output: string[];
  outcomes: { kind: string }[];
}

export function seen(page: Page): Promise<Seen> {
  return page.evaluate(() => (window as unknown as { seen: Seen }).seen);
}
