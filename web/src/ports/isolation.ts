// isolation.ts — can this browser, on this page, run programs with threads?
// Features are looked for, never the browser's name.

/** What is missing, what still works and what to do; nothing when all is there. */
export function threadsUnsupportedReason(): string | undefined {
  if (typeof WebAssembly !== 'object') {
    return 'this browser has no WebAssembly; the code can be read and shared, ' +
      'a current browser is needed to run it';
  }
  if (!isSecureContext) {
    return 'threads need a secure page; open it by https or from localhost. ' +
      'The code can be read and shared';
  }
  if (!crossOriginIsolated) {
    return 'the server did not isolate this page, which threads need: it must send ' +
      'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp. ' +
      'The code can be read and shared';
  }
  return hasSharedWasmMemory() ? undefined
    : 'this browser has no WebAssembly threads; the code can be read and shared, ' +
      'a current browser is needed to run it';
}

/** The same for workers made of modules: `start` makes one. */
export function workersUnsupportedReason(start: () => void): string | undefined {
  try {
    start();
    return undefined;
  } catch {
    return 'this browser has no module workers; the code can be read and shared, ' +
      'a current browser is needed to run it';
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
