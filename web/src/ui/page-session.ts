// page-session.ts — the page's session with the controllers of its editor and its links: loads the
// scenarios, opens what the address names, and passes on the session's events.
// Invariants: 1. All listeners are registered before the first program is opened.
//             2. What is requested before the scenarios have loaded is done afterwards.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Session, SessionEvent } from '../logic/session.ts';
import type { Tour } from '../logic/tour.ts';
import { EditorController } from './editor-controller.ts';
import { LinkController } from './link-controller.ts';
import type { Notices } from './notices.ts';
import type { PlaygroundServices } from './services.ts';

/** `session` is passed because the first events precede the page's own reference to it. */
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

  /** Resolves once there is a session, or a reason why there is none. */
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
      session.listen((event) => this.handle(session, event));
      services.onStoreChange((key) => session.storeChanged(key));
      const opened = await this.links.open(services.address.fragment());
      // From here on at once: what is requested later goes to the session itself.
      this.session = session;
      this.openWanted(session, this.links, opened);
      this.element.requestUpdate();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.element.requestUpdate();
    }
  }

  /** Opens what was requested meanwhile; if nothing has been opened, the last scenario is shown. */
  private openWanted(session: Session, links: LinkController, opened: boolean): void {
    const { scenario, source } = this.wanted;
    const chosen = scenario !== undefined && links.chooseScenario(scenario);
    if (!chosen && !opened) session.announce();
    if (source !== undefined) session.replaceSource(source);
  }

  private handle(session: Session, event: SessionEvent): void {
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
