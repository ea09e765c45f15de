// strait-playground.ts — <strait-playground>: the whole playground as one element.
// Properties `source` and `scenario`; attribute `time-limit` in seconds; methods run(), stop() and
// shareLink(); events `strait-output` and `strait-outcome`.
// Invariants: 1. The element shows what the session says and tells it what was pressed; it decides
//                nothing about runs, drafts or links.
//             2. What is asked before the scenarios have arrived is done when they have.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { CodeEditor } from '../logic/code-editor.ts';
import type { Outcome } from '../logic/outcome.ts';
import type { Session, SessionEvent } from '../logic/session.ts';
import { scenarioNumber } from '../logic/scenario.ts';
import './lesson-panel.ts';
import './output-pane.ts';
import './pane-splitter.ts';
import './playground-header.ts';
import './run-toolbar.ts';
import './scenario-picker.ts';
import type { Diagnostic } from '../logic/diagnostics.ts';
import { LightElement } from './light-element.ts';
import { LinkDesk } from './link-desk.ts';
import './notice-bar.ts';
import type { Notice } from './notice-bar.ts';
import type { OutputPane } from './output-pane.ts';
import type { PlaygroundServices } from './services.ts';

const timeLimitSecondsUsual = 60;
const plainNoticeMilliseconds = 8000;

export class StraitPlayground extends LightElement {
  static override properties = {
    timeLimit: { type: Number, attribute: 'time-limit' },
    notice: { state: true },
    failure: { state: true },
    listOpen: { state: true },
    share: { state: true },
  };

  /** Set once by main.ts, before the element is defined. */
  static services: PlaygroundServices;

  declare timeLimit: number;
  declare private notice: Notice | undefined;
  declare private failure: string;
  declare private listOpen: boolean;
  declare private share: number;
  private session: Session | undefined;
  private links: LinkDesk | undefined;
  private editor: CodeEditor | undefined;
  private wanted: { scenario?: string; source?: string } = {};
  private noticeAction: (() => void) | undefined;
  private noticeTimer: ReturnType<typeof setTimeout> | undefined;
  private begun: Promise<void> | undefined;
  private readonly wide = matchMedia('(min-width: 1000px)');

  constructor() {
    super();
    this.timeLimit = timeLimitSecondsUsual;
    this.notice = undefined;
    this.failure = '';
    this.listOpen = false;
    this.share = 0.64;
    this.wide.addEventListener('change', () => this.requestUpdate());
  }

  get source(): string {
    return this.session?.source ?? this.wanted.source ?? '';
  }

  set source(source: string) {
    if (this.session) this.session.replaceSource(String(source));
    else this.wanted.source = String(source);
  }

  get scenario(): string {
    return this.session?.scenario?.id ?? this.wanted.scenario ?? '';
  }

  set scenario(id: string) {
    if (this.session) this.links?.chooseScenario(id);
    else this.wanted = { scenario: id };
  }

  async run(): Promise<Outcome> {
    await this.begin();
    if (!this.session) return { kind: 'crashed', reason: this.failure, notStarted: true };
    const seconds = this.timeLimit > 0 ? this.timeLimit : timeLimitSecondsUsual;
    return this.session.run(seconds);
  }

  stop(): void {
    this.session?.stop();
  }

  async shareLink(): Promise<string> {
    await this.begin();
    if (!this.links) throw new Error(this.failure);
    return this.links.shareLink();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.keyPressed);
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.keyPressed);
    this.stop();
  }

  private begin(): Promise<void> {
    this.begun ??= this.load();
    return this.begun;
  }

  private async load(): Promise<void> {
    const { services } = StraitPlayground;
    try {
      const session = await services.loadSession();
      const links = new LinkDesk(session, services, (notice) => this.tellReader(notice));
      await links.open(services.address.fragment());
      this.links = links;
      session.listen((event) => this.follow(event));
      this.session = session;
      if (this.wanted.scenario !== undefined) links.chooseScenario(this.wanted.scenario);
      if (this.wanted.source !== undefined) session.replaceSource(this.wanted.source);
      services.prepare(session.scenario?.module);
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.requestUpdate();
  }

  private follow(event: SessionEvent): void {
    switch (event.kind) {
      case 'changed':
        this.links?.sourceChanged();
        this.warnAboutDrafts();
        this.requestUpdate();
        break;
      case 'source':
        this.showSource(event.fresh);
        break;
      case 'output':
        this.outputPane?.add(event.change);
        this.tell('strait-output', event.batch);
        if (this.session?.output.cut) this.requestUpdate();
        break;
      case 'cleared':
        this.outputPane?.clear();
        break;
      case 'outcome':
        this.tell('strait-outcome', event.outcome);
        break;
    }
  }

  private showSource(fresh: boolean): void {
    const { session, editor } = this;
    if (!session) return;
    if (fresh) StraitPlayground.services.prepare(session.scenario?.module);
    if (!editor) return;
    if (fresh) editor.value = session.source;
    else editor.replace(session.source);
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    StraitPlayground.services.theme.onChange = (theme) => {
      this.editor?.setTheme(theme);
      this.requestUpdate();
    };
  }

  protected override updated(_changed: PropertyValues): void {
    const { session } = this;
    if (!session) return;
    if (!this.editor) this.openEditor(session);
    this.editor?.setMarkers(session.markers);
    document.title = `${this.shownTitle(session)} · strait`;
  }

  private openEditor(session: Session): void {
    const host = this.querySelector<HTMLElement>('.editor');
    if (!host) return;
    const { createEditor, theme } = StraitPlayground.services;
    this.editor = createEditor(host, session.source, theme.theme, {
      edited: (text) => session.edit(text),
      runWanted: () => void this.run(),
      leaveWanted: () => this.querySelector<HTMLElement>('[data-testid="run"]')?.focus(),
    });
  }

  override render(): TemplateResult {
    const { session } = this;
    return html`
      <a class="skip" href="#output" @click=${this.skip}>Skip to the output</a>
      <playground-header .heading=${session ? this.shownTitle(session) : ''}
        .listOpen=${this.listOpen} .theme=${StraitPlayground.services.theme}
        @list-toggled=${() => { this.listOpen = !this.listOpen; }}></playground-header>
      ${this.renderList(session)}
      <lesson-panel .scenario=${session?.scenario} ?roomy=${this.wide.matches}></lesson-panel>
      <main class="pane code">
        <run-toolbar ?ready=${session !== undefined} ?busy=${session?.busy ?? false}
          ?edited=${session?.isEdited ?? false} ?runnable=${!session?.missing}
          @run-pressed=${() => void this.run()} @stop-pressed=${() => this.stop()}
          @reset-pressed=${() => this.resetPressed()}
          @share-pressed=${() => void this.links?.share()}></run-toolbar>
        ${this.renderTrouble()}
        <div class="editor" data-testid="editor"></div>
        <notice-bar .notice=${this.notice} @notice-closed=${() => this.closeNotice()}
          @notice-action=${() => this.noticeAction?.()}></notice-bar>
      </main>
      <pane-splitter .share=${this.share} ?stacked=${!this.wide.matches}
        @split-moved=${(event: CustomEvent<number>) => this.split(event.detail)}></pane-splitter>
      <output-pane class="pane" .session=${session} .stamp=${session?.state}
        .copyText=${StraitPlayground.services.copy}
        @problem-chosen=${(event: CustomEvent<Diagnostic>) =>
          this.editor?.goTo(event.detail.line, event.detail.column)}></output-pane>`;
  }

  private renderList(session: Session | undefined): TemplateResult {
    const scenarios = session?.scenarios ?? [];
    const drafts = new Set(scenarios.filter((entry) => session?.hasDraft(entry.id))
      .map((entry) => entry.id));
    return html`<nav class="tour" aria-label="Scenarios" data-testid="scenario-picker"
        data-open=${this.listOpen}>
      <scenario-picker .scenarios=${scenarios} .current=${session?.scenario?.id ?? ''}
        .drafts=${drafts} @scenario-chosen=${(event: CustomEvent<string>) => {
          this.listOpen = false;
          this.closeNotice();
          this.links?.chooseScenario(event.detail);
        }}></scenario-picker>
    </nav>
    ${this.listOpen ? html`<div class="tour-veil" @click=${() => { this.listOpen = false; }}></div>`
      : nothing}`;
  }

  private renderTrouble(): TemplateResult | typeof nothing {
    const missing = this.session?.missing;
    const words = this.failure || (missing ? `Programs cannot run here: ${missing}.` : '');
    return words ? html`<p class="trouble" role="alert">${words}</p>` : nothing;
  }

  private shownTitle(session: Session): string {
    const { scenario } = session;
    if (session.isLink) {
      return scenario ? `Shared program, from ${scenario.title}` : 'Shared program';
    }
    return scenario ? `${scenarioNumber(scenario.id)} ${scenario.title}` : '';
  }

  private resetPressed(): void {
    const { session } = this;
    if (!session) return;
    session.reset();
    this.tellReader({ tone: 'plain', text: 'Back to the original.', action: 'Undo' }, () => {
      session.undoReset();
      this.closeNotice();
      this.editor?.focus();
    });
  }

  private warnAboutDrafts(): void {
    if (!this.session || this.session.draftsKept) return;
    this.session.draftsKept = true; // told once for each edit that could not be kept
    this.tellReader({ tone: 'plain', text: 'The browser keeps no more storage for this page: ' +
      'your changes last until the tab is closed. Share makes a link of them.' });
  }

  private tellReader(notice: Notice, action?: () => void): void {
    clearTimeout(this.noticeTimer);
    this.notice = notice;
    this.noticeAction = action;
    if (notice.tone === 'plain') {
      this.noticeTimer = setTimeout(() => this.closeNotice(), plainNoticeMilliseconds);
    }
  }

  private closeNotice(): void {
    clearTimeout(this.noticeTimer);
    this.notice = undefined;
    this.noticeAction = undefined;
  }

  private split(share: number): void {
    this.share = share;
    this.style.setProperty('--code-part', `${share * 100}fr`);
    this.style.setProperty('--output-part', `${(1 - share) * 100}fr`);
  }

  private skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector<HTMLElement>('.output-scroller')?.focus();
  };

  private keyPressed = (event: KeyboardEvent): void => {
    const target = event.target as Element | null;
    const typing = target?.closest('input, textarea, [contenteditable], .monaco-editor');
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !typing) {
      event.preventDefault();
      void this.run();
    } else if (event.key === '?' && !typing) {
      this.querySelector('playground-header')?.showKeys();
    } else if (event.key === 'Escape' && this.listOpen) {
      this.listOpen = false;
    }
  };

  private get outputPane(): OutputPane | null {
    return this.querySelector('output-pane');
  }
}
