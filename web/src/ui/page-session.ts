// page-session.ts — the session of the page with the controllers of its editor and its links: loads
// the scenarios, opens what the address names, and passes on what happens then.
// Invariants: 1. Everybody listens before the first program is opened.
//             2. What is asked before the scenarios have arrived is done when they have.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Session, SessionEvent } from '../logic/session.ts';
import type { Tour } from '../logic/tour.ts';
import { EditorController } from './editor-controller.ts';
import { LinkController } from './link-controller.ts';
import type { Notices } from './notices.ts';
import type { PlaygroundServices } from './services.ts';

/** `session` is told too: the first events come before the page has it. */
export type PageListener = (event: SessionEvent, session: Session) => void;

export class PageSession implements ReactiveController {
  session: Session | undefined;
  tour: Tour | undefined;
  links: LinkController | undefined;
  editor: EditorController | undefined;
  /** Why there is no session, as a sentence. */
  failure = '';
  private readonly element: ReactiveControllerHost;
  private readonly services: PlaygroundServices;
  private readonly notices: Notices;
  private readonly listener: PageListener;
  private wanted: { scenario?: string; source?: string } = {};
  private loading: Promise<void> | undefined;

  constructor(element: ReactiveControllerHost, services: PlaygroundServices, notices: Notices,
              listener: PageListener) {
    this.element = element;
    this.services = services;
    this.notices = notices;
    this.listener = listener;
    element.addController(this);
  }

  hostConnected(): void {
    void this.loaded();
  }

  hostDisconnected(): void {
    this.session?.stop();
  }

  /** Settles when there is a session, or a reason why there is none. */
  loaded(): Promise<void> {
    this.loading ??= this.load();
    return this.loading;
  }

  get source(): string {
    return this.session?.source ?? this.wanted.source ?? '';
  }

  set source(source: string) {
    if (this.session) this.session.replaceSource(source);
    else this.wanted.source = source;
  }

  get scenario(): string {
    return this.session?.scenario?.id ?? this.wanted.scenario ?? '';
  }

  set scenario(id: string) {
    if (this.session) this.links?.chooseScenario(id);
    else this.wanted = { scenario: id };
  }

  private async load(): Promise<void> {
    const { services, notices } = this;
    try {
      const { session, tour } = await services.loadSession();
      this.tour = tour;
      this.links = new LinkController(session, services, (notice) => notices.show(notice));
      this.editor = new EditorController(session, services, {
        changed: () => this.element.requestUpdate(),
        notify: (notice) => notices.show(notice),
      });
      session.listen((event) => this.follow(session, event));
      services.onStoreChange((key) => session.storeChanged(key));
      await this.openFirst(session, this.links);
      this.session = session;
      this.element.requestUpdate();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.element.requestUpdate();
    }
  }

  /** What the address names, then what was asked for meanwhile; else the last scenario stays. */
  private async openFirst(session: Session, links: LinkController): Promise<void> {
    const opened = await links.open(this.services.address.fragment());
    const { scenario, source } = this.wanted;
    if (scenario !== undefined) links.chooseScenario(scenario);
    else if (!opened) session.announce();
    if (source !== undefined) session.replaceSource(source);
  }

  private follow(session: Session, event: SessionEvent): void {
    if (event.kind === 'changed') {
      this.links?.sourceChanged();
      this.element.requestUpdate();
    }
    if (event.kind === 'source') {
      if (event.fresh) this.services.prepare(session.program.prebuiltModule);
      this.editor?.showSource(event.fresh);
    }
    this.listener(event, session);
  }
}
