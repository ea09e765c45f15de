// service-worker.ts — the page's side of the service worker: registers it, reports a new version,
// and reloads once when the worker can isolate the page.
// Invariants: 1. A page that is not isolated reloads by itself at most once: a mark says so until a
//                page of this tab is isolated. If the mark cannot be stored, no page reloads.
//             2. The page also works in browsers that have or allow no service worker.

const reloadedMark = 'strait.reloaded-for-threads';

/** How long to wait for the worker to become active. */
const patienceMilliseconds = 20_000;

export interface ServiceWorkerEvents {
  /** A new version is ready; `take` switches to it. */
  updated(take: () => void): void;
}

/** Whether the worker may make the page isolated: then `startServiceWorker` reloads it soon. */
export function mayBecomeIsolated(): boolean {
  const isPossible = import.meta.env.PROD && isSecureContext && 'serviceWorker' in navigator;
  // In a frame it is the outer page that decides.
  return isPossible && !crossOriginIsolated && window.top === window && markReloaded('look');
}

/** Settles when there is nothing more to wait for; never if the page is about to reload. */
export async function startServiceWorker(address: string,
                                         events: ServiceWorkerEvents): Promise<void> {
  if (!isSecureContext || !('serviceWorker' in navigator)) return;
  const wantsIsolation = mayBecomeIsolated();
  if (crossOriginIsolated) markReloaded('clear');
  const registration = await register(address);
  if (!registration) return;
  if (wantsIsolation && await isActive(registration) && markReloaded('set')) {
    location.reload();
    return new Promise(() => {});
  }
  watchForUpdates(registration, events);
  whenIdle(() => void keepAll());
}

/** Undefined if it is denied: the page works, but not offline. */
async function register(address: string): Promise<ServiceWorkerRegistration | undefined> {
  try {
    return await navigator.serviceWorker.register(address, { updateViaCache: 'none' });
  } catch {
    return undefined;
  }
}

/** For a frame, which cannot reload itself for this and caches nothing. */
export async function registerForNextVisit(address: string): Promise<void> {
  if (isSecureContext && 'serviceWorker' in navigator) await register(address);
}

function watchForUpdates(registration: ServiceWorkerRegistration,
                         events: ServiceWorkerEvents): void {
  const tell = (worker: ServiceWorker): void => events.updated(() => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(),
      { once: true });
    worker.postMessage('take-over');
  });
  // The very first worker is not an update: there was no older version.
  if (!navigator.serviceWorker.controller) return;
  if (registration.waiting) tell(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') tell(worker);
    });
  });
}

function isActive(registration: ServiceWorkerRegistration): Promise<boolean> {
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  return new Promise((resolve) => {
    const look = (): void => {
      if (worker?.state === 'activated') resolve(true);
      else if (!worker || worker.state === 'redundant') resolve(false);
    };
    worker?.addEventListener('statechange', look);
    setTimeout(() => resolve(false), patienceMilliseconds);
    look();
  });
}

/** `look`: may the page reload? `set`: it does now. False if the mark cannot be stored. */
function markReloaded(what: 'look' | 'set' | 'clear'): boolean {
  try {
    if (what === 'clear') sessionStorage.removeItem(reloadedMark);
    if (what === 'set') sessionStorage.setItem(reloadedMark, 'yes');
    return what !== 'look' || sessionStorage.getItem(reloadedMark) === null;
  } catch {
    return false;
  }
}

/** On the first visit the worker may still be starting: then it is waited for. */
async function keepAll(): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage('keep-all');
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 10_000 });
  else setTimeout(work, 3000);
}
