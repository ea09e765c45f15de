// embed-view.ts — <strait-embed>: the playground reduced to code, Run and output.
// Invariants: 1. It acts only on the reader's input and on messages of the embedder.
//             2. Where programs cannot run, a recorded run is shown and labelled as recorded.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ConsoleText } from '../logic/console-text.ts';
import type { Outcome } from '../logic/outcome.ts';
import type { Recording } from '../logic/recording.ts';
import { timeLimitSecondsDefault } from '../logic/run-state.ts';
import type { Session, SessionEvent } from '../logic/session.ts';
import type { EditorController } from '../ui/editor-controller.ts';
import { headFold } from '../ui/head-fold.ts';
import { resetIcon, runIcon, stopIcon, tabIcon } from '../ui/icons.ts';
import { LightElement } from '../ui/light-element.ts';
import '../ui/output-view.ts';
import type { OutputView } from '../ui/output-view.ts';
import '../ui/problem-list.ts';
import '../ui/status-line.ts';
import type { ToEmbedder, ToPlayground } from './messages.ts';

const lineHeight = 20;
const foldHeight = 29;
/** Bars, paddings, and the output below the code where they are stacked. */
const aroundHeight = 44 + 16 + 12;
const outputHeight = 180;
const [heightMin, heightMax] = [240, 720];

export interface EmbedParts {
  session: Session;
  editor: EditorController;
  /** The address that opens the program on the site itself. */
  tabAddress(): Promise<string>;
  recordingOf(scenario: string): Promise<Recording | undefined>;
  say(message: ToEmbedder): void;
}

export class EmbedView extends LightElement {
  static override properties = {
    parts: { attribute: false },
    failure: {},
    tab: { state: true },
    recording: { state: true },
  };

  declare parts: EmbedParts | undefined;
  declare failure: string;
  declare private tab: string;
  declare private recording: Recording | undefined;
  private shownSource: string | undefined;
  private turn = 0;
  private given = 0;
  private readonly stacked = matchMedia('(max-width: 699.9px)');

  constructor() {
    super();
    this.parts = undefined;
    this.failure = '';
    this.tab = '';
    this.recording = undefined;
    this.stacked.addEventListener('change', () => this.tellHeight());
  }

  /** Called once, when everything has loaded. */
  begin(parts: EmbedParts): void {
    this.parts = parts;
    parts.session.listen((event) => this.handle(event));
    void this.refresh();
    parts.say({ strait: 1, kind: 'ready', runs: !parts.session.unsupportedReason });
    this.tellHeight();
  }

  /** A message of the embedder. */
  receive(message: ToPlayground): void {
    const session = this.parts?.session;
    if (!session) return;
    switch (message.kind) {
      case 'load':
        this.load(session, message);
        break;
      case 'run':
        void this.run(message.id);
        break;
      case 'stop':
        session.stop();
        break;
    }
  }

  /** A program of the embedder is an original, as if it came from a link: Reset restores it. */
  private load(session: Session, message: ToPlayground & { kind: 'load' }): void {
    const { source, scenario, stdin, options } = message;
    const settings = { ...(stdin === undefined ? {} : { stdin }), ...(options ? { options } : {}) };
    if (source !== undefined) {
      session.openLink(`#v1.given-${++this.given}`, { source, ...settings,
        ...(scenario === undefined ? {} : { scenario }) });
    } else if (scenario !== undefined && session.openScenario(scenario)) {
      session.change(settings);
    }
  }

  private async run(id?: number): Promise<void> {
    const { parts } = this;
    if (!parts) return;
    const outcome: Outcome = await parts.session.run(timeLimitSecondsDefault);
    parts.say({ strait: 1, kind: 'outcome', ...(id === undefined ? {} : { id }), outcome });
  }

  private handle(event: SessionEvent): void {
    switch (event.kind) {
      case 'source':
        this.parts?.editor.showSource(event.fresh);
        break;
      case 'changed':
        void this.refresh();
        break;
      case 'output':
        if (this.parts) this.view?.add(event.change, this.parts.session.output);
        this.parts?.say({ strait: 1, kind: 'output', lines: event.batch.lines,
          cut: event.batch.cut });
        break;
      case 'cleared':
        this.view?.clear();
        break;
    }
  }

  /** After every change: the link that opens it in a tab, and the recorded run, if any. */
  private async refresh(): Promise<void> {
    const { parts } = this;
    this.requestUpdate();
    if (!parts || parts.session.source === this.shownSource) return;
    this.shownSource = parts.session.source;
    parts.say({ strait: 1, kind: 'source', source: this.shownSource });
    this.tellHeight();
    const { session } = parts;
    const turn = ++this.turn;
    const [tab, recording] = await Promise.all([parts.tabAddress(),
      session.unsupportedReason && session.scenario && !session.program.isEdited &&
      !session.program.isLink
        ? parts.recordingOf(session.scenario.id) : undefined]);
    if (turn !== this.turn) return;
    this.tab = tab;
    this.recording = recording;
  }

  protected override updated(changed: PropertyValues): void {
    const container = this.querySelector<HTMLElement>('.editor');
    if (!this.parts || !container) return;
    const { editor, session } = this.parts;
    editor.open(container, { lineChosen: () => {}, runWanted: () => void this.run(),
      leaveWanted: () => this.querySelector<HTMLElement>('[data-testid="run"]')?.focus() });
    editor.showMarkers();
    if (changed.has('recording')) this.showRecording();
    document.title = session.scenario?.title ?? 'C++ program';
  }

  private showRecording(): void {
    if (!this.parts?.session.unsupportedReason) return;
    const text = new ConsoleText();
    if (this.recording) text.add({ lines: this.recording.lines, cut: false });
    this.view?.fill(text);
  }

  override render(): TemplateResult {
    if (this.failure) return html`<p class="trouble" role="alert">${this.failure}</p>`;
    const session = this.parts?.session;
    if (!session) return html`<main class="embed-wait" aria-busy="true"></main>`;
    return html`<main class="embed">
      ${this.bar(session)}
      <div class="embed-code">
        ${headFold(this.parts?.editor)}
        <div class="editor" data-testid="editor"></div>
      </div>
      <section class="embed-result" aria-label="Output">
        <div class="result-body" data-testid="output">
          <problem-list .diagnostics=${session.diagnostics}
            .reason=${this.reason(session)}></problem-list>
          <output-view .hint=${this.hint(session)} .times=${true}
            ?cut=${session.output.cut}></output-view>
        </div>
        ${session.unsupportedReason ? this.recordedLine() : html`<status-line
          .state=${session.state}></status-line>`}
      </section>
    </main>`;
  }

  private bar(session: Session): TemplateResult {
    const { unsupportedReason } = session;
    return html`<div class="embed-bar" role="toolbar" aria-label="Program">
      ${unsupportedReason ? nothing : html`
        <button class="button button-primary" data-testid="run" title="Run (Ctrl+Enter)"
          ?disabled=${session.busy} @click=${() => void this.run()}>${runIcon}Run</button>
        <button class="button" data-testid="stop" ?disabled=${!session.busy}
          @click=${() => session.stop()}>${stopIcon}Stop</button>`}
      <h1 class="embed-title">${session.scenario?.title ?? 'C++ program'}</h1>
      <button class="button button-quiet" data-testid="reset" title="Restore the original"
        ?disabled=${!session.program.isEdited}
        @click=${() => session.reset()}>${resetIcon}<span>Reset</span></button>
      <a class="button ${unsupportedReason ? 'button-primary' : 'button-quiet'}" target="_blank"
        rel="noopener" href=${this.tab || nothing} data-testid="open-tab"
        title="Open in a new tab">${tabIcon}<span>${unsupportedReason ? 'Run in a tab'
          : 'Open in a tab'}</span></a>
    </div>`;
  }

  private recordedLine(): TemplateResult {
    return html`<p class="embed-recorded" role="status" data-testid="recorded">${this.recording
      ? html`<strong>Recorded run</strong>, ${this.recording.ending}. `
      : nothing}Programs cannot run inside this page, but they can in a separate tab.</p>`;
  }

  private reason({ state }: Session): string {
    const outcome = state.phase === 'ended' ? state.outcome : undefined;
    return outcome?.kind === 'compile-error' ? outcome.reason : '';
  }

  private hint({ state, unsupportedReason }: Session): string {
    return state.phase === 'idle' && !unsupportedReason
      ? 'Press Run to see what the program prints.' : '';
  }

  /** The content of the editor has another height. */
  editorChanged(): void {
    this.requestUpdate();
    this.tellHeight();
  }

  private tellHeight(): void {
    const { parts } = this;
    if (!parts) return;
    const { head, headHidden } = parts.editor;
    const lines = parts.session.source.trimEnd().split('\n').length - (headHidden ? head : 0);
    const code = lines * lineHeight + (head > 0 ? foldHeight : 0);
    const wanted = aroundHeight + code + (this.stacked.matches ? outputHeight : 0);
    const pixels = Math.max(heightMin, Math.min(heightMax, wanted));
    parts.say({ strait: 1, kind: 'height', pixels });
  }

  private get view(): OutputView | null {
    return this.querySelector('output-view');
  }
}

customElements.define('strait-embed', EmbedView);

declare global {
  interface HTMLElementTagNameMap {
    'strait-embed': EmbedView;
  }
}
