// shelf.ts — where the browser keeps the compiler, if it keeps anything: its Cache storage.

const shelfName = 'strait-pack';

/** Nothing where storage is denied. */
export async function openShelf(): Promise<Cache | undefined> {
  try {
    return await caches.open(shelfName);
  } catch {
    return undefined;
  }
}

/** How much is kept. */
export async function keptBytes(): Promise<number> {
  const shelf = await openShelf();
  const answers = await shelf?.matchAll().catch(() => []) ?? [];
  const sizes = await Promise.all(answers.map(async (answer) => (await answer.blob()).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Whether anything is kept, without reading it. */
export async function keepsAnything(): Promise<boolean> {
  const shelf = await openShelf();
  const kept = await shelf?.keys().catch(() => []) ?? [];
  return kept.length > 0;
}

export async function emptyShelf(): Promise<void> {
  try {
    await caches.delete(shelfName);
  } catch {
    // Nothing was kept, so nothing is to be removed.
  }
}
