// service-worker.ts — isolates the page on servers that cannot send headers, and caches it for
// offline use. One worker for both: a scope can have only one.
// Invariants: 1. Only documents and worker scripts get headers: these isolate a page, and a rebuilt
//                WebAssembly response would lose the browser's compiled code.
//                Scripts that the server sends with them are left alone (worker-scripts.ts).
//             2. Requests for anything else go to the network unchanged.
//             3. A version is replaced when the reader accepts it, or when no page is open.

import { SiteCache } from './site-cache.ts';
import type { Site } from './site.ts';
import { isIsolated, WorkerScripts } from './worker-scripts.ts';

declare const __SITE__: Site;

const scope = self as unknown as ServiceWorkerGlobalScope;
const base = new URL('./', scope.location.href);
const cache = new SiteCache(__SITE__, base.href);
const scripts = new WorkerScripts();
const learn = (): Promise<void> =>
  cache.forEachKept((file, answer) => scripts.saw(file, answer)).catch(() => {});
void learn(); // it is started anew whenever it was idle

scope.addEventListener('install', (event) => event.waitUntil(cache.install().then(learn)));

scope.addEventListener('activate', (event) => {
  // The first page is controlled at once: it waits to become isolated.
  event.waitUntil(Promise.all([scope.clients.claim(), tidy()]));
});

scope.addEventListener('message', (event) => {
  switch (event.data) {
    case 'take-over':
      event.waitUntil(scope.skipWaiting());
      break;
    case 'keep-all':
      event.waitUntil(cache.fill().then(learn).then(tidy));
      break;
  }
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const file = fileOf(request);
  if (file === undefined) return;
  const isDocument = request.mode === 'navigate';
  const isWorker = request.destination === 'worker' || request.destination === 'sharedworker';
  if (isWorker && scripts.isLeftAlone(file, request.url, scope.navigator.onLine)) return;
  if (isDocument) event.respondWith(pageOf(file, request).then((page) => isolated(file, page)));
  else if (isWorker) event.respondWith(scriptOf(file, request));
  else if (cache.has(file)) event.respondWith(cache.get(file));
});

/** The name within the site; undefined for another site, another method, or a range of a file. */
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

/** A worker's script, from network or cache, whichever answers first: a run waits for it. */
async function scriptOf(file: string, request: Request): Promise<Response> {
  const kept = cache.kept(file).then((answer) => answer ?? Promise.reject(new Error('not kept')));
  const sent = fetch(request).then((answer) => {
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    scripts.saw(file, answer);
    return answer;
  });
  const answer = await Promise.any([kept, sent]).catch(() => Response.error());
  // A server that isolates by itself needs no help: its answer is passed on unchanged.
  return isIsolated(answer) ? answer : isolated(file, answer);
}

function isolated(file: string, answer: Response): Response {
  // The browser follows a redirect with another request.
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

/** Deletes older versions once no page can still request their files. */
async function tidy(): Promise<void> {
  const pages = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.length <= 1) await cache.removeOthers();
}
