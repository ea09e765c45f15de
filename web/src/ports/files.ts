// files.ts — saving a file, and the system's share dialog.

/** Saves a program as a file; the browser decides where. */
export function saveText(name: string, text: string): void {
  save(name, new Blob([text], { type: 'text/x-c++src' }));
}

/** The same for a file of any content. No browser opens it by itself. */
export function saveBytes(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  save(name, new Blob([bytes], { type: 'application/octet-stream' }));
}

function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Later, because the browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The system's share dialog; undefined if there is none. */
export function systemShare(): ((title: string, url: string) => Promise<void>) | undefined {
  if (typeof navigator.share !== 'function') return undefined;
  return async (title, url) => {
    try {
      await navigator.share({ title, url });
    } catch {
      // Cancelled or refused: the link can still be copied.
    }
  };
}
