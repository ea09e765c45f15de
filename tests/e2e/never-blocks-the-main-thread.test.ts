// Promise: on a browser's main thread, where nothing may wait, channels say so at once (rule 10 of
// the library), and everything that needs no waiting works. The program is tests/browser.

import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../build/wasm/tests/', import.meta.url));
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const page = '<!doctype html><link rel="icon" href="data:,"><script src="main_thread.js"></script>';

/** Serves the page and the program's two files, with threads allowed. */
const server = createServer(async (request, response) => {
  const name = request.url ?? '';
  const file = /^\/(main_thread\.(js|wasm))$/.exec(name);
  if (file?.[1]) {
    const type = file[2] === 'js' ? 'text/javascript' : 'application/wasm';
    response.writeHead(200, { ...isolation, 'Content-Type': type });
    response.end(await readFile(built + file[1]));
  } else {
    response.writeHead(name === '/' ? 200 : 404, { ...isolation, 'Content-Type': 'text/html' });
    response.end(name === '/' ? page : '');
  }
});

test.beforeAll(() => new Promise<void>((listening) => {
  server.listen(0, '127.0.0.1', () => listening());
}));
test.afterAll(() => new Promise((closed) => server.close(closed)));

test('no operation waits on the main thread, and none is lost there', async ({ page }) => {
  expect(existsSync(`${built}main_thread.js`), 'npm test builds it (preset wasm)').toBe(true);
  const lines: string[] = [];
  const over = new Promise<void>((resolve) => {
    page.on('console', (message) => {
      lines.push(message.text());
      if (message.text().startsWith('main thread:')) resolve();
    });
    page.on('pageerror', (error) => {
      lines.push(error.message);
      resolve();
    });
  });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await over;
  expect(lines.filter((line) => !line.startsWith('ok: '))).toEqual(['main thread: 0 failures']);
  expect(lines.length).toBeGreaterThan(25);
});
