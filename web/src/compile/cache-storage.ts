// cache-storage.ts — where the browser keeps the compiler, if it does: its Cache Storage.

const cacheName = 'strait-pack';

/** Undefined if storage is denied. */
export async function openPackCache(): Promise<Cache | undefined> {
  try {
    return await caches.open(cacheName);
  } catch {
    return undefined;
  }
}

/** Whether `bytes` more are allowed; true if the browser does not say. */
export async function hasRoomFor(bytes: number): Promise<boolean> {
  try {
    const { quota, usage = 0 } = await navigator.storage.estimate();
    return quota === undefined || usage + bytes < quota;
  } catch {
    return true;
  }
}

/** How much is kept. */
export async function keptBytes(): Promise<number> {
  const cache = await openPackCache();
  const answers = await cache?.matchAll().catch(() => []) ?? [];
  const sizes = await Promise.all(answers.map(async (answer) => (await answer.blob()).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Whether anything is kept, without reading it. */
export async function keepsAnything(): Promise<boolean> {
  const cache = await openPackCache();
  const kept = await cache?.keys().catch(() => []) ?? [];
  return kept.length > 0;
}

export async function deletePackCache(): Promise<void> {
  try {
    await caches.delete(cacheName);
  } catch {
    // Nothing was kept, so nothing is to be removed.
  }
}
