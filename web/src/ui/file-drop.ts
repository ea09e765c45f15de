// file-drop.ts — files dropped on an element, caught before an editor in it inserts them as text.

export function takeDroppedFiles(element: HTMLElement, opened: (file: File) => void): void {
  const mark = (dropping: boolean): void => { element.dataset['dropping'] = String(dropping); };
  const listen = (type: string, act: (event: DragEvent) => void): void =>
    element.addEventListener(type, (event) => act(event as DragEvent), { capture: true });
  const holdsFile = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes('Files') ?? false;

  listen('dragover', (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault(); // or the browser would navigate to the file
    event.stopPropagation();
    mark(true);
  });
  listen('dragleave', (event) => {
    if (!element.contains(event.relatedTarget as Node | null)) mark(false);
  });
  listen('drop', (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    event.stopPropagation();
    mark(false);
    const file = event.dataTransfer?.files[0];
    if (file) opened(file);
  });
}
