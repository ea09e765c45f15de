// editor.ts — the editor that the page uses: the plain one at once, the full one once it is loaded.
// Idea: the plain editor is complete and is painted with the page; on wide screens Monaco takes
//       its place at the same metrics, with text, cursor and scroll position carried over.
// Invariants: 1. What is typed before or during the change is kept.
//             2. If Monaco does not load, the plain editor simply stays.

import type { CodeEditor, CodeEditorEvents, LineMark, PlacedEditor } from '../logic/code-editor.ts';
import type { Marker } from '../logic/diagnostics.ts';
import { PlainEditor } from './plain-editor.ts';

type Theme = 'light' | 'dark';

export type LoadFullEditor = () => Promise<
  (container: HTMLElement, text: string, theme: Theme, events: CodeEditorEvents) =>
    Promise<PlacedEditor>>;

/** Monaco does not support touch keyboards; small screens keep the plain editor. */
export const wideEnough = '(min-width: 600px) and (pointer: fine)';

export function createEditor(container: HTMLElement, text: string, theme: Theme,
                             events: CodeEditorEvents, loadFull: LoadFullEditor): CodeEditor {
  const editor = new GrowingEditor(container, text, theme, events);
  const screen = matchMedia(wideEnough);
  if (screen.matches) void editor.grow(loadFull);
  else screen.addEventListener('change', () => void editor.grow(loadFull), { once: true });
  return editor;
}

class GrowingEditor implements CodeEditor {
  private current: PlacedEditor;
  private theme: Theme;
  private markers: readonly Marker[] = [];
  private lineMarks: readonly LineMark[] = [];
  private disposed = false;
  private codeSize: number | undefined;
  private tabLeaves = false;
  private hidden = 0;
  private readonly container: HTMLElement;
  private readonly events: CodeEditorEvents;

  constructor(container: HTMLElement, text: string, theme: Theme, events: CodeEditorEvents) {
    this.container = container;
    this.events = events;
    this.theme = theme;
    this.current = new PlainEditor(container, text, events);
    container.dataset['editor'] = 'plain';
  }

  async grow(loadFull: LoadFullEditor): Promise<void> {
    const plain = this.current;
    const layer = document.createElement('div');
    layer.className = 'editor-layer editor-layer-arriving';
    try {
      const create = await loadFull();
      if (this.disposed) return;
      this.container.append(layer);
      const full = await create(layer, plain.value, this.theme, this.events);
      if (this.disposed) return full.dispose();
      const place = plain.place;
      if (full.value !== plain.value) full.value = plain.value;
      full.setTheme(this.theme);
      full.setMarkers(this.markers);
      full.setLineMarks(this.lineMarks);
      full.setTabLeaves(this.tabLeaves);
      if (this.codeSize !== undefined) full.setCodeSize(this.codeSize);
      full.hideLines(this.hidden);
      // What is hidden takes no focus. It goes straight from one to the other, or would be lost.
      layer.classList.remove('editor-layer-arriving');
      full.place = place;
      this.current = full;
      plain.dispose();
      this.container.dataset['editor'] = 'full';
    } catch (error) {
      layer.remove();
      console.warn('The full editor did not load; the plain one stays.', error);
    }
  }

  get value(): string {
    return this.current.value;
  }

  set value(text: string) {
    this.hidden = 0;
    this.current.value = text;
  }

  replace(text: string): void {
    this.current.replace(text);
  }

  hideLines(count: number): void {
    this.hidden = count;
    this.current.hideLines(count);
  }

  setMarkers(markers: readonly Marker[]): void {
    this.markers = markers;
    this.current.setMarkers(markers);
  }

  setLineMarks(marks: readonly LineMark[]): void {
    this.lineMarks = marks;
    this.current.setLineMarks(marks);
  }

  goTo(line: number, column: number): void {
    this.current.goTo(line, column);
  }

  focus(): void {
    this.current.focus();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.current.setTheme(theme);
  }

  setCodeSize(size: number): void {
    this.codeSize = size;
    this.current.setCodeSize(size);
  }

  setTabLeaves(leaves: boolean): void {
    this.tabLeaves = leaves;
    this.current.setTabLeaves(leaves);
  }

  dispose(): void {
    this.disposed = true;
    this.current.dispose();
  }
}
