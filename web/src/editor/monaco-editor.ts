// monaco-editor.ts — the full editor: Monaco's lean entries, C++ colours, chosen features.
// Loaded lazily, after the code is readable. Colours come from the page's tokens, so there is one
// list of them (ui/tokens.css).
// Not here: what completion and hover know (library-providers.ts), other languages.

import * as monaco from 'monaco-editor/editor';
import { conf, language } from 'monaco-editor/languages/definitions/cpp/cpp';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/caretOperations/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/cursorUndo/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/lineSelection/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/smartSelect/register';
import 'monaco-editor/features/tokenization/register';
import 'monaco-editor/features/unicodeHighlighter/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
// Its register.js leaves out the list of suggestions.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import MonacoWorker from 'monaco-editor/editor/editor.worker?worker';

import type { CodeEditorEvents, EditorPlace, LineMark, PlacedEditor }
  from '../logic/code-editor.ts';
import type { Marker } from '../logic/diagnostics.ts';
import { keywords, types } from '../logic/highlight.ts';
import { sameSpot } from '../logic/same-spot.ts';
import { isFormatKey, isTabModeKey } from './editor-keys.ts';
import { lineMarksByLine } from './line-marks.ts';
import { EscapeTwice } from './escape-twice.ts';
import { provideLibraryHelp } from './library-providers.ts';

type Theme = 'light' | 'dark';

const markerOwner = 'compiler';

/** Used by Monaco's own folding, but missing from its types. */
interface HidesAreas {
  setHiddenAreas(ranges: monaco.IRange[], source: unknown, evenIfSame: boolean): void;
}

export async function createMonacoEditor(container: HTMLElement, text: string, theme: Theme,
                                         events: CodeEditorEvents): Promise<PlacedEditor> {
  globalThis.MonacoEnvironment ??= { getWorker: () => new MonacoWorker() };
  defineLanguage();
  defineTheme(theme);
  const model = monaco.editor.createModel(text, 'cpp');
  const editor = monaco.editor.create(container, { ...settings(), model, theme: themeName(theme) });
  return new MonacoEditor(editor, model, events);
}

class MonacoEditor implements PlacedEditor {
  private readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly model: monaco.editor.ITextModel;
  private quiet = false;
  private hidden = 0;
  private readonly lineMarks: monaco.editor.IEditorDecorationsCollection;

  constructor(editor: monaco.editor.IStandaloneCodeEditor, model: monaco.editor.ITextModel,
              events: CodeEditorEvents) {
    this.editor = editor;
    this.model = model;
    this.lineMarks = editor.createDecorationsCollection();
    editor.onMouseDown(({ target }) => {
      const { type, position } = target;
      if (position && gutter.has(type)) events.lineChosen(position.lineNumber);
    });
    model.onDidChangeContent(({ changes }) => {
      if (this.quiet) return;
      events.edited(model.getValue());
      const isReached = changes.some(({ range }) => range.startLineNumber <= this.hidden);
      if (isReached) queueMicrotask(() => events.hiddenReached());
    });
    editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => events.runWanted());
    editor.onDidChangeCursorPosition(({ position }) => {
      if (!this.quiet && position.lineNumber <= this.hidden) events.hiddenReached();
    });
    const escape = new EscapeTwice(() => events.leaveWanted());
    editor.onKeyDown((key) => {
      const { browserEvent } = key;
      escape.key(browserEvent.key, browserEvent.timeStamp);
      const wish = isTabModeKey(browserEvent) ? events.tabModeWanted
        : isFormatKey(browserEvent) ? events.formatWanted : undefined;
      if (!wish) return;
      key.preventDefault();
      key.stopPropagation();
      wish();
    });
  }

  get value(): string {
    return this.model.getValue();
  }

  set value(text: string) {
    this.quietly(() => {
      this.model.setValue(text);
      this.hideLines(0);
      this.editor.setPosition({ lineNumber: 1, column: 1 });
    });
    this.editor.setScrollPosition({ scrollTop: 0, scrollLeft: 0 });
  }

  replace(text: string): void {
    const { editor, model } = this;
    const before = model.getValue();
    if (text === before) return;
    const position = editor.getPosition();
    const spot = sameSpot(before, position ? model.getOffsetAt(position) : 0, text);
    const scrollTop = editor.getScrollTop();
    this.quietly(() => {
      editor.pushUndoStop();
      editor.executeEdits('page', [{ range: model.getFullModelRange(), text }]);
      editor.pushUndoStop();
    });
    editor.setPosition(model.getPositionAt(spot));
    editor.setScrollTop(scrollTop);
  }

  hideLines(count: number): void {
    this.hidden = count;
    const ranges = count > 0 ? [new monaco.Range(1, 1, count, 1)] : [];
    (this.editor as unknown as HidesAreas).setHiddenAreas(ranges, undefined, true);
    const line = this.editor.getPosition()?.lineNumber ?? 1;
    if (line <= count) this.editor.setPosition({ lineNumber: count + 1, column: 1 });
  }

  setMarkers(markers: readonly Marker[]): void {
    monaco.editor.setModelMarkers(this.model, markerOwner, markers.map((marker) => ({
      severity: severities[marker.severity], message: marker.message,
      startLineNumber: marker.line, startColumn: marker.column,
      endLineNumber: marker.endLine, endColumn: marker.endColumn,
    })));
  }

  setLineMarks(marks: readonly LineMark[]): void {
    this.lineMarks.set(lineMarksByLine(marks).map(({ line, names, texts, isCurrent }) => ({
      range: new monaco.Range(line, 1, line, 1),
      options: {
        isWholeLine: true,
        linesDecorationsClassName: names,
        ...(isCurrent ? { className: 'line-lit' } : {}),
        linesDecorationsTooltip: texts,
        stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
      },
    })));
  }

  goTo(line: number, column: number): void {
    this.editor.setPosition({ lineNumber: line, column });
    this.editor.revealLineInCenterIfOutsideViewport(line);
    this.editor.focus();
  }

  focus(): void {
    this.editor.focus();
  }

  setTheme(theme: Theme): void {
    defineTheme(theme);
    monaco.editor.setTheme(themeName(theme));
  }

  setCodeSize(size: number): void {
    this.editor.updateOptions({ fontSize: size, lineHeight: size + 7 });
  }

  setTabLeaves(leaves: boolean): void {
    this.editor.updateOptions({ tabFocusMode: leaves });
  }

  get place(): EditorPlace {
    const position = this.editor.getPosition();
    return { line: position?.lineNumber ?? 1, column: position?.column ?? 1,
      scrollTop: this.editor.getScrollTop(), focused: this.editor.hasTextFocus() };
  }

  set place(place: EditorPlace) {
    this.editor.setPosition({ lineNumber: place.line, column: place.column });
    this.editor.setScrollTop(place.scrollTop);
    if (place.focused) this.editor.focus();
  }

  dispose(): void {
    this.editor.dispose();
    this.model.dispose();
  }

  private quietly(change: () => void): void {
    this.quiet = true;
    try {
      change();
    } finally {
      this.quiet = false;
    }
  }
}

const gutter: ReadonlySet<monaco.editor.MouseTargetType> = new Set([
  monaco.editor.MouseTargetType.GUTTER_LINE_NUMBERS,
  monaco.editor.MouseTargetType.GUTTER_LINE_DECORATIONS,
]);

const severities = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  note: monaco.MarkerSeverity.Info,
};

/** The gutter and padding of plain-editor.ts, exact to the pixel (editor.css). */
function settings(): monaco.editor.IStandaloneEditorConstructionOptions {
  // Brackets are coloured by the model, which reads this setting by its flat name only.
  const flatSettings = { 'bracketPairColorization.enabled': false };
  return {
    ...flatSettings,
    automaticLayout: true,
    ariaLabel: 'Source of main.cpp',
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-code').trim(),
    fontSize: 13,
    lineHeight: 20,
    letterSpacing: 0,
    fontLigatures: false,
    glyphMargin: false,
    folding: false,
    lineNumbersMinChars: 4,
    lineDecorationsWidth: 16,
    padding: { top: 8, bottom: 8 },
    minimap: { enabled: false },
    overviewRulerLanes: 1,
    hideCursorInOverviewRuler: true,
    overviewRulerBorder: false,
    scrollBeyondLastLine: false,
    renderLineHighlight: 'line',
    renderLineHighlightOnlyWhenFocus: true,
    renderWhitespace: 'none',
    wordBasedSuggestions: 'off',
    quickSuggestions: false,
    suggestOnTriggerCharacters: true,
    suggest: { showIcons: true, showStatusBar: false, preview: false },
    acceptSuggestionOnCommitCharacter: false,
    tabSize: 4,
    insertSpaces: true,
    unicodeHighlight: { ambiguousCharacters: true, invisibleCharacters: true,
      nonBasicASCII: false },
    renderFinalNewline: 'off',
    guides: { indentation: false, bracketPairs: false },
    scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8, useShadows: false },
    smoothScrolling: false,
    contextmenu: false,
    fixedOverflowWidgets: true,
    accessibilitySupport: 'auto',
  };
}

/** Monaco's C++ with the real keywords only: Monaco's list contains `in` and `value`, too. */
function defineLanguage(): void {
  if (monaco.languages.getLanguages().some(({ id }) => id === 'cpp')) return;
  monaco.languages.register({ id: 'cpp' });
  monaco.languages.setLanguageConfiguration('cpp', conf);
  monaco.languages.setMonarchTokensProvider('cpp',
    { ...language, keywords: [...keywords, ...types] });
  provideLibraryHelp('cpp');
}

function themeName(theme: Theme): string {
  return `strait-${theme}`;
}

function defineTheme(theme: Theme): void {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => longHex(style.getPropertyValue(`--${name}`).trim());
  const plain = (name: string): string => token(name).replace('#', '');
  monaco.editor.defineTheme(themeName(theme), {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: plain('text-strong') },
      { token: 'comment', foreground: plain('code-comment') },
      { token: 'string', foreground: plain('code-string') },
      { token: 'number', foreground: plain('code-number') },
      { token: 'keyword', foreground: plain('code-keyword') },
      { token: 'keyword.directive', foreground: plain('code-directive') },
      { token: 'delimiter', foreground: plain('text-strong') },
      { token: 'identifier', foreground: plain('text-strong') },
    ],
    colors: {
      'editor.background': token('surface'),
      'editor.foreground': token('text-strong'),
      'editor.lineHighlightBackground': token('surface-raised'),
      'editor.lineHighlightBorder': token('surface-raised'),
      'editorLineNumber.foreground': token('text-quiet'),
      'editorLineNumber.activeForeground': token('text'),
      'editor.selectionBackground': token('selection'),
      'editorCursor.foreground': token('accent'),
      'editorWidget.background': token('surface-raised'),
      'editorWidget.border': token('line'),
      'editorHoverWidget.background': token('surface-raised'),
      'editorHoverWidget.border': token('line'),
      'editorError.foreground': token('error'),
      'editorWarning.foreground': token('warning'),
      'editorOverviewRuler.errorForeground': token('error'),
      'editorOverviewRuler.warningForeground': token('warning'),
      'editorMarkerNavigation.background': token('surface-raised'),
      focusBorder: token('accent'),
    },
  });
}

/** Monaco accepts only #rrggbb, and the build shortens colours where it can. */
function longHex(colour: string): string {
  return /^#[0-9a-f]{3}$/i.test(colour) ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour;
}
