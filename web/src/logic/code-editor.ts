// code-editor.ts — what the page needs from an editor, plain or full.
// Not here: the editors themselves (editor/).

import type { Marker } from './diagnostics.ts';

/** A thread stands at this line: a mark beside it, in the colour of the thread's lane. */
export interface LineMark {
  line: number;
  /** 1 … 8. */
  lane: number;
  /** The thread that acts: its line is lit. */
  isCurrent: boolean;
  /** Who, and what it does. */
  text: string;
}

export interface CodeEditor {
  /** Setting it shows another program from its top; undo does not lead back to the old one. */
  value: string;
  /** Replaces the text as one step of the editor's own undo; the cursor stays with the words
      around it (same-spot.ts). */
  replace(text: string): void;
  /** Hides this many lines at the top (0: none); they remain part of the text. */
  hideLines(count: number): void;
  setMarkers(markers: readonly Marker[]): void;
  setLineMarks(marks: readonly LineMark[]): void;
  /** Moves the cursor there, scrolls it into view, and takes the focus. */
  goTo(line: number, column: number): void;
  focus(): void;
  setTheme(theme: 'light' | 'dark'): void;
  /** In pixels; lines are 7 px taller. */
  setCodeSize(size: number): void;
  /** Whether Tab moves the focus instead of indenting. */
  setTabLeaves(leaves: boolean): void;
  dispose(): void;
}

export interface CodeEditorEvents {
  /** The reader changed the text; not called for texts set from outside. */
  edited(text: string): void;
  runWanted(): void;
  /** Esc was pressed twice: the focus should leave the editor. */
  leaveWanted(): void;
  /** Ctrl+M: Tab should switch between indenting and moving the focus. */
  tabModeWanted(): void;
  /** Shift+Alt+F: the code should be formatted. */
  formatWanted(): void;
  /** The number of a line, or the mark beside it, was clicked. */
  lineChosen(line: number): void;
  /** The cursor, or an operation on the whole text, reaches hidden lines. */
  hiddenReached(): void;
}

/** Where the reader is in the text; passed from one editor to the next. */
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
