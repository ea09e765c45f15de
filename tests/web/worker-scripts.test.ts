// The service worker leaves workers' scripts alone where the server isolates them by itself.

import { expect, test } from '@playwright/test';
import { WorkerScripts } from '../../web/src/service-worker/worker-scripts.ts';

const file = 'assets/run-worker-12345678.js';
const address = `https://example.org/strait/${file}`;
const isolated = new Response('', { headers: { 'Cross-Origin-Embedder-Policy': 'require-corp' } });
const plain = new Response('');

test('a script whose answer nobody has seen is answered', () => {
  expect(new WorkerScripts().isLeftAlone(file, address, true)).toBe(false);
});

test('a script that the server sends with the header is left alone, and no other one', () => {
  const scripts = new WorkerScripts();
  scripts.saw(file, isolated);
  scripts.saw('assets/other.js', plain);
  expect(scripts.isLeftAlone(file, address, true)).toBe(true);
  expect(scripts.isLeftAlone('assets/other.js', address.replace(/[^/]*$/, 'other.js'), true))
    .toBe(false);
});

test('a server that no longer sends the header is helped again', () => {
  const scripts = new WorkerScripts();
  scripts.saw(file, isolated);
  scripts.saw(file, plain);
  expect(scripts.isLeftAlone(file, address, true)).toBe(false);
});

test('without a network, and when a worker is started once more, the script is answered', () => {
  const scripts = new WorkerScripts();
  scripts.saw(file, isolated);
  expect(scripts.isLeftAlone(file, address, false)).toBe(false);
  for (const again of ['?start=1', '?again=5']) {
    expect(scripts.isLeftAlone(file, address + again, true)).toBe(false);
  }
});
