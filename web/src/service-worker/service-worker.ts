// service-worker.ts — makes the page isolated on hosts that cannot send headers, and keeps it for
// times without a network. One worker for both: a scope can have only one.
// Invariants: 1. Only documents and workers' scripts get headers: what isolates a page is theirs,
//                and a WebAssembly answer made anew would lose the browser's compiled code.
//             2. What the worker does not know goes to the network untouched.
//             3. A version is replaced when the reader says so, or when nobody looks at the page.

import { SiteCache } from './site-cache.ts';
import type { Site } from './site.ts';

declare const __SITE__: Site;

const scope = self as unknown as ServiceWorkerGlobalScope;
const base = new URL('./', scope.location.href);
const cache = new SiteCache(__SITE__, base.href);

scope.addEventListener('install', (event) => event.waitUntil(cache.install()));

scope.addEventListener('activate', (event) => {
  // The first page takes its worker at once: it waits for it to become isolated.
  event.waitUntil(Promise.all([scope.clients.claim(), tidy()]));
});

scope.addEventListener('message', (event) => {
  switch (event.data) {
    case 'take-over':
      event.waitUntil(scope.skipWaiting());
      break;
    case 'keep-all':
      event.waitUntil(cache.fill().then(tidy));
      break;
  }
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const file = fileOf(request);
  if (file === undefined) return;
  const isDocument = request.mode === 'navigate';
  const isWorker = request.destination === 'worker' || request.destination === 'sharedworker';
  if (isDocument) event.respondWith(pageOf(file, request).then((page) => isolated(file, page)));
  else if (isWorker) event.respondWith(scriptOf(file, request));
  else if (cache.has(file)) event.respondWith(cache.get(file));
});

/** The name within the site, or nothing: another site's, another method, a piece of a file. */
function fileOf({ method, url, headers }: Request): string | undefined {
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || headers.has('range') || origin !== base.origin) return undefined;
  if (!pathname.startsWith(base.pathname)) return undefined;
  const file = pathname.slice(base.pathname.length);
  return file === 'index.html' ? '' : file;
}

function pageOf(file: string, request: Request): Promise<Response> {
  return cache.has(file) ? cache.get(file) : fetch(request);
}

/** A worker's script, from the network or the cache, whichever is first: a run waits for it. */
async function scriptOf(file: string, request: Request): Promise<Response> {
  const kept = cache.kept(file).then((answer) => answer ?? Promise.reject(new Error('not kept')));
  const sent = fetch(request).then((answer) =>
    (answer.ok ? answer : Promise.reject(new Error(`status ${answer.status}`))));
  const answer = await Promise.any([kept, sent]).catch(() => Response.error());
  // A server that isolates by itself needs no help: its answer goes through as it is.
  return answer.headers.has('Cross-Origin-Embedder-Policy') ? answer : isolated(file, answer);
}

function isolated(file: string, answer: Response): Response {
  // A redirection is followed by the browser, which asks again.
  if (answer.type === 'opaqueredirect' || answer.status === 0) return answer;
  const headers = new Headers(answer.headers);
  for (const rule of __SITE__.headers) {
    if (!`/${file}`.startsWith(rule.prefix)) continue;
    for (const [name, value] of rule.headers) headers.set(name, value);
  }
  const { status, statusText } = answer;
  const body = [204, 205, 304].includes(status) ? null : answer.body;
  return new Response(body, { status, statusText, headers });
}

/** An older version goes when no page may still ask for its files. */
async function tidy(): Promise<void> {
  const pages = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.length <= 1) await cache.removeOthers();
}
