// embed-view.ts — <strait-embed>: the playground reduced to code, Run, output and flow.
// Invariants: 1. It acts only on the reader's input and on messages of the embedder.
//             2. Where programs cannot run, a recorded run is shown and labelled as recorded.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { LineMark } from '../logic/code-editor.ts';
import type { Diagnostic } from '../logic/diagnostics.ts';
import type { Outcome } from '../logic/outcome.ts';
import type { RecordedFlow } from '../logic/recorded-flow.ts';
import { askAfterSecondsDefault, timeLimitSecondsDefault } from '../logic/run-state.ts';
import type { Session, SessionEvent } from '../logic/session.ts';
import type { EditorController } from '../ui/editor-controller.ts';
import { headFold } from '../ui/head-fold.ts';
import { resetIcon, runIcon, stopIcon, tabIcon } from '../ui/icons.ts';
import { LightElement } from '../ui/light-element.ts';
import '../ui/output-pane.ts';
import type { OutputPane } from '../ui/output-pane.ts';
import type { ToEmbedder, ToPlayground } from './messages.ts';

const lineHeight = 20;
const foldHeight = 29;
/** Bars, paddings, and what is below the code where they are stacked. */
const aroundHeight = 44 + 16 + 12;
const outputHeight = 220;
const flowHeight = 480;
const [heightMin, heightMax] = [240, 720];

export interface EmbedParts {
  session: Session;
  editor: EditorController;
  /** The address that opens the program on the site itself, with a recorded flow of it. */
  tabAddress(flow: RecordedFlow | undefined): Promise<string>;
  copy(text: string): Promise<boolean>;
  saveFile(name: string, bytes: Uint8Array<ArrayBuffer>): void;
  loadFlow(): Promise<unknown>;
  say(message: ToEmbedder): void;
}

/** Packs a flow for a link. */
type PackFlow = () => Promise<{ flow: RecordedFlow }>;

export class EmbedView extends LightElement {
  static override properties = {
    parts: { attribute: false },
    failure: {},
    tab: { state: true },
    flowShown: { state: true },
  };

  declare parts: EmbedParts | undefined;
  declare failure: string;
  declare private tab: string;
  declare private flowShown: boolean;
  private shownSource: string | undefined;
  private turn = 0;
  private given = 0;
  private readonly stacked = matchMedia('(max-width: 699.9px)');

  constructor() {
    super();
    this.parts = undefined;
    this.failure = '';
    this.tab = '';
    this.flowShown = false;
    this.stacked.addEventListener('change', () => this.tellHeight());
  }

  /** Called once, when everything has loaded. */
  begin(parts: EmbedParts): void {
    this.parts = parts;
    parts.session.listen((event) => this.handle(event));
    void parts.session.showRecording();
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
        this.pane?.add(event.change);
        this.parts?.say({ strait: 1, kind: 'output', lines: event.batch.lines,
          cut: event.batch.cut });
        break;
      case 'cleared':
        this.pane?.clear();
        break;
      case 'trace':
        this.pane?.traceGrown();
        break;
      case 'deadlock':
        this.pane?.showFlow();
        break;
    }
  }

  /** After every change: the link that opens it in a tab. */
  private async refresh(): Promise<void> {
    const { parts } = this;
    this.requestUpdate();
    if (!parts || parts.session.source === this.shownSource) return;
    this.shownSource = parts.session.source;
    parts.say({ strait: 1, kind: 'source', source: this.shownSource });
    this.tellHeight();
    await this.renewTab();
  }

  /** With the flow that is shown, if it is of the program shown. */
  private async renewTab(packed?: PackFlow): Promise<void> {
    const { parts } = this;
    if (!parts) return;
    const turn = ++this.turn;
    const isOfThis = parts.session.source === parts.session.tracedSource;
    const flow = isOfThis ? (await packed?.())?.flow : undefined;
    const tab = await parts.tabAddress(flow);
    if (turn === this.turn) this.tab = tab;
  }

  protected override updated(_changed: PropertyValues): void {
    const container = this.querySelector<HTMLElement>('.editor');
    if (!this.parts || !container) return;
    const { editor, session } = this.parts;
    editor.open(container, { lineChosen: () => {}, runWanted: () => void this.run(),
      leaveWanted: () => this.querySelector<HTMLElement>('[data-testid="run"]')?.focus() });
    editor.showMarkers();
    document.title = session.scenario?.title ?? 'C++ program';
  }

  override render(): TemplateResult {
    if (this.failure) return html`<p class="trouble" role="alert">${this.failure}</p>`;
    const session = this.parts?.session;
    if (!session) return html`<main class="embed-wait" aria-busy="true"></main>`;
    return html`<main class="embed" ?data-flow=${this.flowShown}>
      ${this.bar(session)}
      <div class="embed-code">
        ${headFold(this.parts?.editor)}
        <div class="editor" data-testid="editor"></div>
      </div>
      <div class="embed-result">
        ${this.result(session)}
        ${session.unsupportedReason ? html`<p class="embed-elsewhere" role="status">Programs cannot
          run inside this page, but they can in a separate tab.</p>` : nothing}
      </div>
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

  private result(session: Session): TemplateResult {
    const { copy, saveFile, loadFlow, editor } = this.parts as EmbedParts;
    return html`<output-pane embedded .session=${session} .state=${session.state}
      .diagnostics=${session.diagnostics} .left=${session.left} .copyText=${copy}
      .saveFile=${saveFile} .loadFlow=${loadFlow} .trace=${session.trace}
      .deadlock=${session.deadlock} ?edited=${session.source !== session.tracedSource}
      .askAfter=${askAfterSecondsDefault}
      .timeLimit=${timeLimitSecondsDefault} @stop-pressed=${() => session.stop()}
      @let-run=${() => session.letRun()}
      @tab-chosen=${(event: CustomEvent<string>) => this.showTab(event.detail)}
      @flow-complete=${(event: CustomEvent<PackFlow>) => void this.renewTab(event.detail)}
      @line-chosen=${(event: CustomEvent<number>) =>
        editor.goTo({ line: event.detail, column: 1 })}
      @line-marks=${(event: CustomEvent<LineMark[]>) =>
        editor.showLineMarks(event.detail, session.tracedSource)}
      @problem-chosen=${(event: CustomEvent<Diagnostic>) =>
        editor.goTo(event.detail)}></output-pane>`;
  }

  /** The flow takes more room than the output. */
  private showTab(tab: string): void {
    this.flowShown = tab === 'flow';
    this.tellHeight();
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
    const result = this.flowShown ? flowHeight : outputHeight;
    const wanted = this.stacked.matches ? aroundHeight + code + result
      : Math.max(aroundHeight + code, result);
    const pixels = Math.max(heightMin, Math.min(heightMax, wanted));
    parts.say({ strait: 1, kind: 'height', pixels });
  }

  private get pane(): OutputPane | null {
    return this.querySelector('output-pane');
  }
}

customElements.define('strait-embed', EmbedView);

declare global {
  interface HTMLElementTagNameMap {
    'strait-embed': EmbedView;
  }
}
