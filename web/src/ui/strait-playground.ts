// strait-playground.ts — <strait-playground>: the whole playground as one element.
// Properties `source` and `scenario`; attributes `time-limit` and `ask-after` in seconds; methods
// run(), stop() and shareLink(); events `strait-output` and `strait-outcome`.
// Invariants: the element shows the state of its controllers and passes on what was pressed; it
//             decides nothing about runs, drafts, links or layout.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { LineMark } from '../logic/code-editor.ts';
import type { SettingPair } from '../logic/comparison.ts';
import type { Diagnostic } from '../logic/diagnostics.ts';
import { noFiles } from '../logic/left-files.ts';
import type { Outcome } from '../logic/outcome.ts';
import { mainFile } from '../logic/program-files.ts';
import { defaultSettings, type ProgramSettings } from '../logic/program-settings.ts';
import { askAfterSecondsDefault, idle, timeLimitSecondsDefault } from '../logic/run-state.ts';
import type { Session, SessionEvent } from '../logic/session.ts';
import { DraftNotices } from './draft-notices.ts';
import './editor-foot.ts';
import { takeDroppedFiles } from './file-drop.ts';
import { headFold } from './head-fold.ts';
import { LayoutController } from './layout-controller.ts';
import { LightElement } from './light-element.ts';
import type { PackedFlow } from './link-controller.ts';
import './notice-bar.ts';
import { Notices } from './notices.ts';
import './output-pane.ts';
import { focusNextPane, PageKeys, type Pane } from './page-keys.ts';
import { PageSession } from './page-session.ts';
import './pane-splitter.ts';
import './playground-header.ts';
import './run-toolbar.ts';
import './scenario-column.ts';
import type { PlaygroundServices } from './services.ts';
import { ShareController } from './share-controller.ts';
import './share-panel.ts';

/** The panes that F6 cycles through, and what takes the focus in each. */
const panes: readonly Pane[] = [
  { pane: '.picker', targets: ['.picker-entry[aria-current]', '.picker-entry'] },
  { pane: '.editor', targets: ['.native-edit-context', 'textarea'] },
  { pane: 'output-pane', targets: ['.question button', '.output-scroller', '.flow-plane',
    '.flow-table-scroll', '[role="tab"][aria-selected="true"]'] },
];

export class StraitPlayground extends LightElement {
  static override properties = {
    timeLimit: { type: Number, attribute: 'time-limit' },
    askAfter: { type: Number, attribute: 'ask-after' },
  };

  /** Set once by main.ts, before the element is defined. */
  static services: PlaygroundServices;

  declare timeLimit: number;
  declare askAfter: number;
  private readonly services = StraitPlayground.services;
  private readonly notices = new Notices(this);
  private readonly page = new PageSession(this, this.services, this.notices,
    (event, session) => this.handle(event, session));
  private readonly draftNotices = new DraftNotices(this.notices, this.page);
  private readonly layout = new LayoutController(this, this.services.preferences);
  private readonly sharing = new ShareController(this, () => this.page.links);

  constructor() {
    super();
    this.timeLimit = timeLimitSecondsDefault;
    this.askAfter = askAfterSecondsDefault;
    new PageKeys(this, {
      run: () => void this.run(),
      showKeys: () => this.querySelector('playground-header')?.showKeys(),
      nextPane: (by) => focusNextPane(this, panes, by),
      escape: () => void this.layout.openList(false),
      search: () => void this.layout.search(),
      step: (by) => this.step(by),
    });
  }

  get source(): string {
    return this.page.source;
  }

  set source(source: string) {
    this.page.source = String(source);
  }

  get scenario(): string {
    return this.page.scenario;
  }

  set scenario(id: string) {
    this.page.scenario = id;
  }

  async run(): Promise<Outcome> {
    await this.page.loaded();
    const { session, failure } = this.page;
    if (!session) return { kind: 'crashed', reason: failure, notStarted: true };
    return session.run(this.timeLimitSeconds);
  }

  stop(): void {
    this.page.session?.stop();
  }

  async shareLink(): Promise<string> {
    await this.page.loaded();
    const { links, failure } = this.page;
    if (!links) throw new Error(failure);
    return links.shareLink();
  }

  private get timeLimitSeconds(): number {
    return this.timeLimit > 0 ? this.timeLimit : timeLimitSecondsDefault;
  }

  private handle(event: SessionEvent, session: Session): void {
    this.draftNotices.handle(event, session);
    const output = this.querySelector('output-pane');
    switch (event.kind) {
      case 'source':
        this.sharing.close();
        // What a program reads is part of what it does.
        if (event.fresh && session.settings.stdin) this.querySelector('editor-foot')?.showInput();
        break;
      case 'changed':
        this.sharing.sourceChanged(session.source);
        break;
      case 'output':
        output?.add(event.change);
        this.emit('strait-output', event.batch);
        break;
      case 'cleared':
        output?.clear();
        break;
      case 'trace':
        output?.traceGrown();
        break;
      case 'deadlock':
        output?.showFlow();
        break;
      case 'recorded':
        if (session.program.isLink) output?.showFlow();
        break;
      case 'outcome':
        this.finishScenario(session, event.outcome);
        this.emit('strait-outcome', event.outcome);
        break;
    }
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    const { theme, site } = this.services;
    theme.onChange = (chosen) => {
      this.page.editor?.setTheme(chosen);
      this.requestUpdate();
    };
    const code = this.querySelector<HTMLElement>('.code');
    if (code) takeDroppedFiles(code, (file) => void this.page.links?.openFile(file));
    site.onChange = () => {
      void this.page.session?.showRecording();
      this.requestUpdate();
    };
    site.onUpdate = (take) => this.notices.show({ tone: 'news', action: 'Reload',
      text: 'A new version of this page is available. Reload to use it; your changes are kept.' },
    take);
  }

  protected override updated(_changed: PropertyValues): void {
    const { session, editor } = this.page;
    if (!session) return;
    const container = this.querySelector<HTMLElement>('.editor');
    if (container) {
      editor?.open(container, { runWanted: () => void this.run(),
        lineChosen: (line) => this.querySelector('output-pane')?.showLine(line),
        leaveWanted: () => this.querySelector<HTMLElement>('.toolbar-run :enabled')?.focus() });
    }
    editor?.showMarkers();
    document.title = `${session.program.title} · strait`;
  }

  override render(): TemplateResult {
    const { layout, notices, services } = this;
    const { session, tour, editor } = this.page;
    return html`
      <a class="skip" href="#output" @click=${this.skip}>Skip to the output</a>
      <playground-header .heading=${session?.program.title ?? ''} .listOpen=${layout.listOpen}
        .theme=${services.theme}
        @list-toggled=${() => void layout.openList(!layout.listOpen)}></playground-header>
      <scenario-column .tour=${session && tour} .scenario=${session?.scenario}
        .finished=${tour?.finished ?? noIds} .edited=${session?.editedScenarios ?? noIds}
        .compiler=${services.compiler} ?drawerOpen=${layout.listOpen} ?roomy=${layout.isWide}
        @drawer-opened=${() => void layout.openList(true)}
        @drawer-closed=${() => void layout.openList(false)}
        @scenario-chosen=${(event: CustomEvent<string>) => this.showScenario(event.detail)}
        ></scenario-column>
      <main class="pane code">
        <run-toolbar ?ready=${session !== undefined} ?busy=${session?.busy ?? false}
          ?edited=${session?.program.isEdited ?? false} ?runnable=${!session?.unsupportedReason}
          @run-pressed=${() => void this.run()} @stop-pressed=${() => this.stop()}
          @reset-pressed=${() => this.draftNotices.reset()}
          ?moreOpen=${layout.moreOpen} @more-pressed=${() => layout.toggleMore()}
          @share-pressed=${() => void this.sharing.toggle()}></run-toolbar>
        ${this.renderShare(session)}
        ${this.renderTrouble()}
        ${headFold(session && editor)}
        <div class="editor" data-testid="editor"></div>
        ${this.renderFoot(session)}
        <notice-bar .notice=${notices.notice} @notice-closed=${() => notices.close()}
          @notice-action=${() => notices.act()}></notice-bar>
        <pane-splitter .ratio=${layout.splitRatio} ?stacked=${!layout.isWide || layout.outputBelow}
          @split-moved=${(event: CustomEvent<number>) => layout.split(event.detail)}
          ></pane-splitter>
      </main>
      <output-pane class="pane" .session=${session} .state=${session?.state ?? idle}
        .diagnostics=${session?.diagnostics ?? none} .runs=${session?.pastRuns ?? none}
        .left=${session?.left ?? noFiles} .copyText=${services.copy} .loadFlow=${services.loadFlow}
        .trace=${session?.trace} .deadlock=${session?.deadlock}
        ?edited=${session?.source !== session?.tracedSource}
        .settings=${session?.settingChoices ?? none} .comparison=${session?.comparison}
        .saveFile=${services.saveBytes} .askAfter=${this.askAfter}
        .timeLimit=${this.timeLimitSeconds} @stop-pressed=${() => this.stop()}
        @let-run=${() => session?.letRun()}
        @flow-shared=${(event: CustomEvent<Promise<PackedFlow>>) =>
          void this.sharing.openWith(event.detail)}
        @compare-wanted=${(event: CustomEvent<SettingPair>) =>
          void session?.compare(event.detail, this.timeLimitSeconds)}
        @compare-closed=${() => session?.closeComparison()}
        ?wide=${layout.outputBelow} @wide-pressed=${() => layout.toggleBelow()}
        @tab-chosen=${(event: CustomEvent<string>) => layout.showTab(event.detail)}
        @line-chosen=${(event: CustomEvent<number>) =>
          editor?.goTo({ line: event.detail, column: 1 })}
        @line-marks=${(event: CustomEvent<LineMark[]>) =>
          editor?.showLineMarks(event.detail, session?.tracedSource ?? '')}
        @problem-chosen=${(event: CustomEvent<Diagnostic>) =>
          editor?.goTo(event.detail)}></output-pane>`;
  }

  private renderFoot(session: Session | undefined): TemplateResult {
    const { editor } = this.page;
    return html`<editor-foot data-open=${this.layout.moreOpen}
      .settings=${session?.settings ?? defaultSettings} ?ready=${session !== undefined}
      ?tabLeaves=${editor?.tabLeaves ?? false} ?formatting=${editor?.formatting ?? false}
      @settings-chosen=${(event: CustomEvent<Partial<ProgramSettings>>) =>
        session?.change(event.detail)}
      @format-pressed=${() => void editor?.format()} @tab-pressed=${() => editor?.toggleTab()}
      @size-pressed=${(event: CustomEvent<1 | -1>) =>
        editor?.stepCodeSize(event.detail)}></editor-foot>`;
  }

  private renderShare(session: Session | undefined): TemplateResult {
    const { sharing } = this;
    const { systemShare, save } = this.services;
    const title = session?.program.title ?? '';
    return html`<share-panel .shared=${sharing.shared} ?canShare=${systemShare !== undefined}
      @panel-closed=${(event: CustomEvent<boolean>) => {
        if (event.detail) sharing.closeByKey(this.querySelector('[data-testid="share"]'));
        else sharing.close();
      }}
      @copy-link=${() => void sharing.copyLink()}
      @copy-markdown=${() => void sharing.copyMarkdown(title)}
      @save-file=${() => save(mainFile, session?.source ?? '')}
      @system-share=${() => sharing.shared && void systemShare?.(title, sharing.shared.address)}
      @file-chosen=${(event: CustomEvent<File>) => {
        sharing.close();
        void this.page.links?.openFile(event.detail);
      }}></share-panel>`;
  }

  private renderTrouble(): TemplateResult | typeof nothing {
    const { failure, session } = this.page;
    const reason = session?.unsupportedReason;
    const words = failure || (reason ? `Programs cannot run here: ${reason}.` : '');
    return words ? html`<p class="trouble" role="alert">${words}</p>` : nothing;
  }

  private showScenario(id: string): void {
    this.layout.closeList();
    this.notices.close();
    this.page.scenario = id;
  }

  private step(by: 1 | -1): void {
    const place = this.page.tour?.place(this.scenario);
    const to = by > 0 ? place?.next : place?.previous;
    if (to) this.showScenario(to.id);
  }

  /** A scenario is finished once its program ran, edited or not. */
  private finishScenario({ scenario }: Session, outcome: Outcome): void {
    const ran = outcome.kind === 'exited' || outcome.kind === 'stopped';
    if (ran && scenario) this.page.tour?.finish(scenario.id);
    this.requestUpdate();
  }

  private readonly skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector<HTMLElement>('.output-scroller')?.focus();
  };
}

/** Always the same empty list and set: a new one would cause a redraw. */
const none: readonly never[] = [];
const noIds: ReadonlySet<string> = new Set();
