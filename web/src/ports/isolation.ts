// isolation.ts — can this browser, on this page, run programs with threads?
// It tests for features, never for the browser's name.

/** What is missing, what still works and what to do; undefined if nothing is missing. */
export function threadsUnsupportedReason(): string | undefined {
  if (typeof WebAssembly !== 'object') {
    return 'this browser has no WebAssembly. You can still read and share the code; ' +
      'to run it, use a current browser';
  }
  if (!isSecureContext) {
    return 'threads need a secure context: open the page over https or from localhost. ' +
      'You can still read and share the code';
  }
  if (!crossOriginIsolated) {
    return 'threads need a cross-origin isolated page: the server must send ' +
      'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp. ' +
      'You can still read and share the code';
  }
  return hasSharedWasmMemory() ? undefined
    : 'this browser has no WebAssembly threads. You can still read and share the code; ' +
      'to run it, use a current browser';
}

/** The same for workers made of modules: `start` makes one. */
export function workersUnsupportedReason(start: () => void): string | undefined {
  try {
    start();
    return undefined;
  } catch {
    return 'this browser has no module workers. You can still read and share the code; ' +
      'to run it, use a current browser';
  }
}

function hasSharedWasmMemory(): boolean {
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return memory.buffer instanceof SharedArrayBuffer;
  } catch {
    return false;
  }
}
