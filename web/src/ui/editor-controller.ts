// editor-controller.ts — between the editor and the session: passes texts and problems to the
// editor, and edits to the session.
// Not here: the editors (editor/), the pane around them (strait-playground.ts).

import type { CodeEditor, CodeEditorEvents, LineMark } from '../logic/code-editor.ts';
import { headLines } from '../logic/program-head.ts';
import type { Session } from '../logic/session.ts';
import type { Notice } from './notice-bar.ts';
import type { PlaygroundServices } from './services.ts';

type Services =
  Pick<PlaygroundServices, 'createEditor' | 'format' | 'preferences' | 'theme' | 'typed'>;
type EditorRequests = Pick<CodeEditorEvents, 'runWanted' | 'leaveWanted' | 'lineChosen'>;

export interface EditorListener {
  changed(): void;
  notify(notice: Notice): void;
}

export class EditorController {
  tabLeaves = false;
  formatting = false;
  /** How many lines at the top can be hidden, and whether they are. */
  head = 0;
  headHidden = false;
  private readonly session: Session;
  private readonly services: Services;
  private readonly listener: EditorListener;
  private editor: CodeEditor | undefined;
  /** What the marks are of: they go when the text is another one. */
  private markedSource = '';

  constructor(session: Session, services: Services, listener: EditorListener) {
    this.session = session;
    this.services = services;
    this.listener = listener;
  }

  /** Puts an editor into `container`, once. */
  open(container: HTMLElement, requests: EditorRequests): void {
    if (this.editor) return;
    const { session, services } = this;
    this.editor = services.createEditor(container, session.source, services.theme.theme, {
      edited: (text) => {
        if (text !== session.source) services.typed();
        session.edit(text);
        if (text !== this.markedSource) this.editor?.setLineMarks([]);
        if (headLines(text) !== this.head) this.hideHead(false);
      },
      tabModeWanted: () => this.toggleTab(),
      formatWanted: () => void this.format(),
      hiddenReached: () => this.hideHead(false),
      ...requests,
    });
    this.editor.setCodeSize(services.preferences.codeSize);
    this.hideHead(true);
  }

  /** The session has another source; `fresh`: it belongs to another program. */
  showSource(fresh: boolean): void {
    if (!this.editor) return;
    if (fresh) this.editor.value = this.session.source;
    else this.editor.replace(this.session.source);
    this.editor.setLineMarks([]);
    this.hideHead(fresh || this.headHidden);
  }

  toggleHead(): void {
    this.hideHead(!this.headHidden);
  }

  showMarkers(): void {
    this.editor?.setMarkers(this.session.markers);
  }

  /** Shows where threads stood in a run of `source`, unless the text is another one by now. */
  showLineMarks(marks: readonly LineMark[], source: string): void {
    this.markedSource = source;
    this.editor?.setLineMarks(this.session.source === source ? marks : []);
  }

  setTheme(theme: 'light' | 'dark'): void {
    this.editor?.setTheme(theme);
  }

  goTo(place: { line: number; column: number }): void {
    if (this.headHidden && place.line <= this.head) this.hideHead(false);
    this.editor?.goTo(place.line, place.column);
  }

  focus(): void {
    this.editor?.focus();
  }

  toggleTab(): void {
    this.tabLeaves = !this.tabLeaves;
    this.editor?.setTabLeaves(this.tabLeaves);
    this.listener.changed();
  }

  stepCodeSize(by: 1 | -1): void {
    const { preferences } = this.services;
    preferences.stepCodeSize(by);
    this.editor?.setCodeSize(preferences.codeSize);
  }

  /** Formats the code; what is typed meanwhile wins. */
  async format(): Promise<void> {
    if (this.formatting) return;
    this.formatting = true;
    this.listener.changed();
    const { source } = this.session;
    const text = await this.services.format(source);
    this.formatting = false;
    this.listener.changed();
    if (text === undefined) {
      this.listener.notify({ tone: 'error',
        text: 'The code could not be formatted: clang-format did not load or failed.' });
    } else if (this.session.source === source) {
      this.session.replaceSource(text);
    }
  }

  private hideHead(hide: boolean): void {
    this.head = headLines(this.session.source);
    this.headHidden = hide && this.head > 0;
    this.editor?.hideLines(this.headHidden ? this.head : 0);
    this.listener.changed();
  }
}
