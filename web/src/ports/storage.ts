// storage.ts — the browser's storage, behind calls that cannot fail.
// A browser may refuse storage (private windows, full disks, frames): then nothing is kept.

import type { TextStore } from '../logic/draft-store.ts';

/** Other tabs' writing; `key` is what they wrote. */
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
        // Nothing was kept, so nothing is to be removed.
      }
    },
  };
}
