// isolation.ts — can this browser, on this page, run programs with threads?
// It tests for features, never for the browser's name.

/** What is missing for threads; undefined if nothing is. */
export function missingForThreads(): string | undefined {
  if (typeof WebAssembly !== 'object') return 'this browser has no WebAssembly';
  if (!isSecureContext) {
    return 'threads need a secure context: open the page over https or from localhost';
  }
  if (!crossOriginIsolated) {
    return 'threads need a cross-origin isolated page: the server must send ' +
      'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp';
  }
  return hasSharedWasmMemory() ? undefined : 'this browser has no WebAssembly threads';
}

/** The same for workers made of modules: `start` makes one. */
export function missingForWorkers(start: () => void): string | undefined {
  try {
    start();
    return undefined;
  } catch {
    return 'this browser has no module workers';
  }
}

/** What is missing, what still works and what to do. */
export function describeMissing(missing: string | undefined): string | undefined {
  if (missing === undefined) return undefined;
  const advice = missing.startsWith('this browser') ? '; to run it, use a current browser' : '';
  return `${missing}. You can still read and share the code${advice}`;
}

function hasSharedWasmMemory(): boolean {
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return memory.buffer instanceof SharedArrayBuffer;
  } catch {
    return false;
  }
}
