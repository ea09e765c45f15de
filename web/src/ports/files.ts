// files.ts — saving a file, and the system's share dialog.

/** Saves a text as a file; the browser decides where. */
export function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/x-c++src' }));
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
