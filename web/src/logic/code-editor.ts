// code-editor.ts — what the page needs from an editor, whichever stands there.
// Not here: the editors themselves (editor/).

import type { Marker } from './diagnostics.ts';

export interface CodeEditor {
  /** Setting it shows another program, from its top; nothing of the old one can be undone back. */
  value: string;
  /** Replaces the text in a way that the editor's own undo can take back. */
  replace(text: string): void;
  setMarkers(markers: readonly Marker[]): void;
  /** Puts the cursor there, in view, and takes the focus. */
  goTo(line: number, column: number): void;
  focus(): void;
  setTheme(theme: 'light' | 'dark'): void;
  dispose(): void;
}

export interface CodeEditorEvents {
  /** The reader changed the text; not sent for texts set from outside. */
  edited(text: string): void;
  runWanted(): void;
  /** Esc was pressed twice: the focus is to go on without the mouse. */
  leaveWanted(): void;
}

/** Where a reader is in the text; carried from one editor to the next. */
export interface EditorPlace {
  line: number;
  column: number;
  scrollTop: number;
  focused: boolean;
}

export interface PlacedEditor extends CodeEditor {
  place: EditorPlace;
}

export type CreateEditor = (host: HTMLElement, text: string, theme: 'light' | 'dark',
                            events: CodeEditorEvents) => CodeEditor;
