// code-editor.ts — what the page needs from an editor, whichever stands there.
// Not here: the editors themselves (editor/).

import type { Marker } from './diagnostics.ts';

export interface CodeEditor {
  /** Setting it shows another program, from its top; nothing of the old one can be undone back. */
  value: string;
  /** Replaces the text as one step that the editor's own undo takes back; the cursor stays with
      the words around it (same-spot.ts). */
  replace(text: string): void;
  /** So many lines at the top are out of sight (0: none), but not out of the text. */
  hideLines(count: number): void;
  setMarkers(markers: readonly Marker[]): void;
  /** Puts the cursor there, in view, and takes the focus. */
  goTo(line: number, column: number): void;
  focus(): void;
  setTheme(theme: 'light' | 'dark'): void;
  /** In pixels; the lines are 7 px higher. */
  setCodeSize(size: number): void;
  /** Whether Tab moves the focus on instead of indenting. */
  setTabLeaves(leaves: boolean): void;
  dispose(): void;
}

export interface CodeEditorEvents {
  /** The reader changed the text; not sent for texts set from outside. */
  edited(text: string): void;
  runWanted(): void;
  /** Esc was pressed twice: the focus is to go on without the mouse. */
  leaveWanted(): void;
  /** Ctrl+M: Tab is to do the other thing. */
  tabModeWanted(): void;
  /** Shift+Alt+F: the code is to be laid out. */
  formatWanted(): void;
  /** The cursor, or what is done to all of the text, reaches lines that are hidden. */
  hiddenReached(): void;
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

export type CreateEditor = (container: HTMLElement, text: string, theme: 'light' | 'dark',
                            events: CodeEditorEvents) => CodeEditor;
