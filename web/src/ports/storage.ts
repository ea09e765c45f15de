// storage.ts — the browser's storage, behind calls that cannot fail.
// A browser may refuse storage (private windows, full disks, frames): then nothing is stored.

import type { TextStore } from '../logic/draft-store.ts';

/** Called when another tab writes; `key` is the key it wrote to. */
export function onStoreChange(changed: (key: string) => void): void {
  addEventListener('storage', (event) => {
    if (event.key !== null) changed(event.key);
  });
}

export function browserStore(): TextStore {
  return {
    get(key) {
      try {
        return localStorage.getItem(key) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set(key, text) {
      try {
        localStorage.setItem(key, text);
        return true;
      } catch {
        return false;
      }
    },
    remove(key) {
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was stored, so there is nothing to remove.
      }
    },
  };
}
