// files.ts — files of the reader's own: one is saved by the browser, one is handed to an app.

/** Asks the browser to save a text; it decides where. */
export function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/x-c++src' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: the browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The system's own way to share a link; nothing where there is none. */
export function systemShare(): ((title: string, url: string) => Promise<void>) | undefined {
  if (typeof navigator.share !== 'function') return undefined;
  return async (title, url) => {
    try {
      await navigator.share({ title, url });
    } catch {
      // Given up by the reader, or refused: the link is still there to be copied.
    }
  };
}
