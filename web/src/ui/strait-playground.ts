// strait-playground.ts — <strait-playground>: the whole playground as one element.
// Properties `source` and `scenario`; attributes `time-limit` and `ask-after` in seconds; methods
// run(), stop() and shareLink(); events `strait-output` and `strait-outcome`.
// Invariants: 1. The element shows what the session says and tells it what was pressed; it decides
//                nothing about runs, drafts or links.
//             2. What is asked before the scenarios have arrived is done when they have.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Outcome } from '../logic/outcome.ts';
import type { DraftNews } from '../logic/draft-store.ts';
import { mainFile } from '../logic/program-files.ts';
import { defaultSettings, type ProgramSettings } from '../logic/program-settings.ts';
import type { Session, SessionEvent } from '../logic/session.ts';
import { scenarioNumber } from '../logic/scenario.ts';
import './output-pane.ts';
import './pane-splitter.ts';
import './playground-header.ts';
import './run-toolbar.ts';
import './share-panel.ts';
import type { SharedState } from './share-panel.ts';
import type { Diagnostic } from '../logic/diagnostics.ts';
import { EditorController } from './editor-controller.ts';
import './editor-foot.ts';
import { headFold } from './head-fold.ts';
import { LightElement } from './light-element.ts';
import { LinkController } from './link-controller.ts';
import './notice-bar.ts';
import { takeDroppedFiles } from './file-drop.ts';
import { Notices } from './notices.ts';
import type { OutputPane } from './output-pane.ts';
import { focusNextPane, listenToKeys, type Pane } from './page-keys.ts';
import type { PlaygroundServices } from './services.ts';
import type { Tour } from '../logic/tour.ts';
import './scenario-column.ts';

const timeLimitSecondsUsual = 60;
const askAfterSecondsUsual = 15;
const splitRatioUsual = 0.64;
/** What F6 goes through, and what takes the focus in each. */
const panes: readonly Pane[] = [
  { pane: '.picker', targets: ['.picker-entry[aria-current]', '.picker-entry'] },
  { pane: '.editor', targets: ['.native-edit-context', 'textarea'] },
  { pane: 'output-pane', targets: ['.question button', '.output-scroller'] },
];

export class StraitPlayground extends LightElement {
  static override properties = {
    timeLimit: { type: Number, attribute: 'time-limit' },
    askAfter: { type: Number, attribute: 'ask-after' },
    failure: { state: true },
    listOpen: { state: true },
    moreOpen: { state: true },
    splitRatio: { state: true },
    shared: { state: true },
  };

  /** Set once by main.ts, before the element is defined. */
  static services: PlaygroundServices;

  declare timeLimit: number;
  declare askAfter: number;
  declare private failure: string;
  declare private listOpen: boolean;
  declare private moreOpen: boolean;
  declare private splitRatio: number;
  /** The open share panel. */
  declare private shared: SharedState | undefined;
  private session: Session | undefined;
  private tour: Tour | undefined;
  private links: LinkController | undefined;
  private editor: EditorController | undefined;
  private wanted: { scenario?: string; source?: string } = {};
  private readonly notices = new Notices(() => this.requestUpdate());
  private stopListening: () => void = () => {};
  private begun: Promise<void> | undefined;
  private readonly wide = matchMedia('(min-width: 1000px)');

  constructor() {
    super();
    this.timeLimit = timeLimitSecondsUsual;
    this.askAfter = askAfterSecondsUsual;
    this.failure = '';
    this.listOpen = false;
    this.moreOpen = false;
    this.shared = undefined;
    this.splitRatio = StraitPlayground.services.preferences.splitRatio ?? splitRatioUsual;
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
    return this.session.run(this.secondsMost);
  }

  private get secondsMost(): number {
    return this.timeLimit > 0 ? this.timeLimit : timeLimitSecondsUsual;
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
    if (StraitPlayground.services.preferences.splitRatio !== undefined) this.layOut();
    this.stopListening = listenToKeys({
      run: () => void this.run(),
      showKeys: () => this.querySelector('playground-header')?.showKeys(),
      nextPane: (by) => focusNextPane(this, panes, by),
      escape: () => this.openList(false),
      search: () => {
        this.openList(true);
        void this.updateComplete.then(() => this.querySelector('scenario-column')?.focusSearch());
      },
      step: (by) => {
        const place = this.tour?.place(this.scenario);
        const to = by > 0 ? place?.next : place?.previous;
        if (to) this.showScenario(to.id);
      },
    });
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening();
    this.stop();
  }

  private begin(): Promise<void> {
    this.begun ??= this.load();
    return this.begun;
  }

  private async load(): Promise<void> {
    const { services } = StraitPlayground;
    try {
      const { session, tour } = await services.loadSession();
      this.tour = tour;
      const links = new LinkController(session, services, (notice) => this.notices.show(notice));
      await links.open(services.address.fragment());
      this.links = links;
      this.editor = new EditorController(session, services, {
        changed: () => this.requestUpdate(),
        notify: (notice) => this.notices.show(notice),
      });
      session.listen((event) => this.follow(event));
      services.onStoreChange((key) => session.storeChanged(key));
      this.session = session;
      if (this.wanted.scenario !== undefined) links.chooseScenario(this.wanted.scenario);
      if (this.wanted.source !== undefined) session.replaceSource(this.wanted.source);
      this.programShown();
      if (session.program.hasConflict) this.tellAboutTabs('conflict');
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.requestUpdate();
  }

  private follow(event: SessionEvent): void {
    switch (event.kind) {
      case 'changed':
        this.links?.sourceChanged();
        if (this.shared?.source !== this.session?.source) this.shared = undefined;
        this.warnAboutDrafts();
        this.requestUpdate();
        break;
      case 'source':
        if (event.fresh) this.programShown();
        this.shared = undefined;
        this.editor?.showSource(event.fresh);
        break;
      case 'drafts':
        this.tellAboutTabs(event.news);
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
        this.finishScenario(event.outcome);
        this.tell('strait-outcome', event.outcome);
        break;
    }
  }

  /** Another program stands there: what its run needs is fetched, what it reads is shown. */
  private programShown(): void {
    const { session } = this;
    StraitPlayground.services.prepare(session?.program.prebuiltModule);
    if (session?.settings.stdin) this.querySelector('editor-foot')?.showInput();
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    StraitPlayground.services.theme.onChange = (theme) => {
      this.editor?.setTheme(theme);
      this.requestUpdate();
    };
    const code = this.querySelector<HTMLElement>('.code');
    if (code) takeDroppedFiles(code, (file) => void this.links?.openFile(file));
    const { site } = StraitPlayground.services;
    site.onChange = () => this.requestUpdate();
    site.onUpdate = (take) => this.notices.show({ tone: 'news', action: 'Reload',
      text: 'A new version of this page is there; your changes stay.' }, take);
  }

  protected override updated(_changed: PropertyValues): void {
    const { session } = this;
    if (!session) return;
    const container = this.querySelector<HTMLElement>('.editor');
    if (container) {
      this.editor?.open(container, { runWanted: () => void this.run(),
        leaveWanted: () => this.querySelector<HTMLElement>('.toolbar-run :enabled')?.focus() });
    }
    this.editor?.showMarkers();
    document.title = `${this.shownTitle(session)} · strait`;
  }

  override render(): TemplateResult {
    const { session } = this;
    return html`
      <a class="skip" href="#output" @click=${this.skip}>Skip to the output</a>
      <playground-header .heading=${session ? this.shownTitle(session) : ''}
        .listOpen=${this.listOpen} .theme=${StraitPlayground.services.theme}
        @list-toggled=${() => this.openList(!this.listOpen)}></playground-header>
      <scenario-column .session=${session} .tour=${this.tour} .stamp=${{}}
        .compiler=${StraitPlayground.services.compiler}
        ?drawerOpen=${this.listOpen} ?roomy=${this.wide.matches}
        @drawer-opened=${() => this.openList(true)} @drawer-closed=${() => this.openList(false)}
        @scenario-chosen=${(event: CustomEvent<string>) => this.showScenario(event.detail)}
        ></scenario-column>
      <main class="pane code">
        <run-toolbar ?ready=${session !== undefined} ?busy=${session?.busy ?? false}
          ?edited=${session?.program.isEdited ?? false} ?runnable=${!session?.unsupportedReason}
          @run-pressed=${() => void this.run()} @stop-pressed=${() => this.stop()}
          @reset-pressed=${() => this.resetPressed()}
          ?moreOpen=${this.moreOpen} @more-pressed=${() => { this.moreOpen = !this.moreOpen; }}
          @share-pressed=${() => void this.sharePressed()}></run-toolbar>
        ${this.renderShare(session)}
        ${this.renderTrouble()}
        ${headFold(this.editor)}
        <div class="editor" data-testid="editor"></div>
        ${this.renderFoot(session)}
        <notice-bar .notice=${this.notices.notice} @notice-closed=${() => this.notices.close()}
          @notice-action=${() => this.notices.act()}></notice-bar>
        <pane-splitter .ratio=${this.splitRatio} ?stacked=${!this.wide.matches}
          @split-moved=${(event: CustomEvent<number>) => this.split(event.detail)}></pane-splitter>
      </main>
      <output-pane class="pane" .session=${session} .stamp=${session?.state}
        .copyText=${StraitPlayground.services.copy} .askAfter=${this.askAfter}
        .timeLimit=${this.secondsMost} @stop-pressed=${() => this.stop()}
        @let-run=${() => session?.letRun()}
        @problem-chosen=${(event: CustomEvent<Diagnostic>) =>
          this.editor?.goTo(event.detail)}></output-pane>`;
  }

  private showScenario(id: string): void {
    this.listOpen = false;
    this.notices.close();
    this.links?.chooseScenario(id);
  }

  /** The list as a drawer: the focus goes in with it, and out again. */
  private openList(open: boolean): void {
    if (this.wide.matches || open === this.listOpen) return;
    this.listOpen = open;
    void this.updateComplete.then(async () => {
      if (!open) return this.querySelector<HTMLElement>('.header-list')?.focus();
      const column = this.querySelector('scenario-column');
      await column?.updateComplete;
      return column?.focusCurrent();
    });
  }

  /** A scenario is done when its program ran, changed or not. */
  private finishScenario(outcome: Outcome): void {
    const ran = outcome.kind === 'exited' || outcome.kind === 'stopped';
    const { scenario } = this.session ?? {};
    if (ran && scenario) this.tour?.finish(scenario.id);
    this.requestUpdate();
  }

  private renderFoot(session: Session | undefined): TemplateResult {
    const { editor } = this;
    return html`<editor-foot data-open=${this.moreOpen}
      .settings=${session?.settings ?? defaultSettings} ?ready=${session !== undefined}
      ?tabLeaves=${editor?.tabLeaves ?? false} ?formatting=${editor?.formatting ?? false}
      @settings-chosen=${(event: CustomEvent<Partial<ProgramSettings>>) =>
        session?.change(event.detail)}
      @format-pressed=${() => void editor?.format()} @tab-pressed=${() => editor?.toggleTab()}
      @size-pressed=${(event: CustomEvent<1 | -1>) =>
        editor?.stepCodeSize(event.detail)}></editor-foot>`;
  }

  private renderShare(session: Session | undefined): TemplateResult {
    const { systemShare, save } = StraitPlayground.services;
    const { links, shared } = this;
    const title = session ? this.shownTitle(session) : '';
    const show = async (next: Promise<SharedState> | undefined): Promise<void> => {
      this.shared = await next;
    };
    return html`<share-panel .shared=${shared} ?canShare=${systemShare !== undefined}
      @panel-closed=${(event: CustomEvent<boolean>) => {
        this.shared = undefined;
        if (event.detail) this.querySelector<HTMLElement>('[data-testid="share"]')?.focus();
      }}
      @copy-link=${() => shared && void show(links?.copyLink(shared))}
      @copy-markdown=${() => shared && void show(links?.copyMarkdown(shared, title))}
      @save-file=${() => save(mainFile, session?.source ?? '')}
      @system-share=${() => shared && void systemShare?.(title, shared.address)}
      @file-chosen=${(event: CustomEvent<File>) => {
        this.shared = undefined;
        void links?.openFile(event.detail);
      }}></share-panel>`;
  }

  private async sharePressed(): Promise<void> {
    this.shared = this.shared ? undefined : await this.links?.share();
  }

  private tellAboutTabs(news: DraftNews): void {
    if (news === 'newer') {
      this.notices.show({ tone: 'plain',
        text: 'This program was changed in another tab; here it is.' });
      return;
    }
    this.notices.show({ tone: 'plain', text: 'Another tab has another version of this program. ' +
      'Both are kept.', action: 'Show the other one' }, () => {
      this.session?.swapConflict();
      this.notices.close();
      this.editor?.focus();
    });
  }

  private renderTrouble(): TemplateResult | typeof nothing {
    const unsupportedReason = this.session?.unsupportedReason;
    const words = this.failure ||
      (unsupportedReason ? `Programs cannot run here: ${unsupportedReason}.` : '');
    return words ? html`<p class="trouble" role="alert">${words}</p>` : nothing;
  }

  private shownTitle(session: Session): string {
    const { scenario } = session;
    if (session.program.isLink) {
      return scenario ? `Shared program, from ${scenario.title}` : 'Shared program';
    }
    return scenario ? `${scenarioNumber(scenario.id)} ${scenario.title}` : '';
  }

  private resetPressed(): void {
    const { session } = this;
    if (!session) return;
    session.reset();
    this.notices.show({ tone: 'plain', text: 'Back to the original.', action: 'Undo' }, () => {
      session.undoReset();
      this.notices.close();
      this.editor?.focus();
    });
  }

  private warnAboutDrafts(): void {
    if (!this.session || this.session.program.draftsKept) return;
    this.session.program.draftsKept = true; // told once for each edit that could not be kept
    this.notices.show({ tone: 'plain', text: 'The browser keeps no more storage for this page: ' +
      'your changes last until the tab is closed. Share makes a link of them.' });
  }

  private split(ratio: number): void {
    this.splitRatio = ratio;
    StraitPlayground.services.preferences.splitRatio = ratio;
    this.layOut();
  }

  private layOut(): void {
    this.style.setProperty('--code-part', `${this.splitRatio * 100}fr`);
    this.style.setProperty('--output-part', `${(1 - this.splitRatio) * 100}fr`);
  }

  private skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector<HTMLElement>('.output-scroller')?.focus();
  };

  private get outputPane(): OutputPane | null {
    return this.querySelector('output-pane');
  }
}
