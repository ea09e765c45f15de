// link-controller.ts — between the address bar and the session: opens what a fragment names,
// creates links, and keeps the address in step with the program shown.
// Invariants: 1. A link or file that cannot be opened leads to a notice, and changes nothing.
//             2. Nothing is run from here.
//             3. The address names what was opened: Back leads to what was shown before.

import { asMarkdown, openProgramFile } from '../logic/program-file.ts';
import { decodeShareLink, encodeShareLink, isShareFragment, LinkError }
  from '../logic/share-link.ts';
import { openRecordedFlow, type RecordedFlow } from '../logic/recorded-flow.ts';
import type { ProgramSettings } from '../logic/program-settings.ts';
import type { Session } from '../logic/session.ts';
import { describeCount } from '../logic/words.ts';
import type { Notice } from './notice-bar.ts';
import type { PlaygroundServices } from './services.ts';
import type { SharedState } from './share-panel.ts';

/** A flow that fits in a link; `omitted`: how many of its events do not. */
export interface PackedFlow {
  flow: RecordedFlow;
  omitted: number;
}

type Services = Pick<PlaygroundServices, 'address' | 'copy'>;

export class LinkController {
  private readonly session: Session;
  private readonly services: Services;
  private readonly notify: (notice: Notice) => void;
  /** The fragment that Share put into the address, with what it contains. */
  private shared: { fragment: string; source: string; settings: ProgramSettings } | undefined;
  private opening = 0;
  /** What an address without a fragment means: the scenario shown first. */
  private readonly first: string | undefined;

  constructor(session: Session, services: Services, notify: (notice: Notice) => void) {
    this.session = session;
    this.services = services;
    this.notify = notify;
    this.first = session.scenario?.id;
    services.address.onChange((fragment) => void this.open(fragment || `#${this.first ?? ''}`));
  }

  /** Whether the fragment's program is shown now. */
  async open(fragment: string): Promise<boolean> {
    const turn = ++this.opening;
    if (fragment === '' || fragment === '#') return false;
    if (!isShareFragment(fragment)) return this.openScenario(fragment.slice(1));
    try {
      const program = await decodeShareLink(fragment);
      const recorded = program.flow && await openRecordedFlow(program.flow,
        'It came with the link, and is as its sender left it.');
      if (turn !== this.opening) return false;
      // Before it is opened: a notice about its drafts is more important and must replace this one.
      this.notify({ tone: 'plain',
        text: 'This program came from a link. Read it before you run it.' });
      this.session.openLink(fragment, program, recorded);
      return true;
    } catch (error) {
      if (turn !== this.opening) return false;
      const why = error instanceof LinkError ? error.message : 'The link could not be opened.';
      this.notify({ tone: 'error', text: `${why} Your own program is unchanged.` });
      return false;
    }
  }

  /** False if there is no such scenario. */
  chooseScenario(id: string): boolean {
    ++this.opening;
    if (!this.session.openScenario(id)) return false;
    this.services.address.push(`#${id}`);
    return true;
  }

  /** A file is a program of its own, like a link: no draft is touched. */
  async openFile(file: File): Promise<void> {
    const turn = ++this.opening;
    const opened = await openProgramFile(file.name, file.size, () => file.arrayBuffer());
    if (turn !== this.opening) return;
    if ('refusal' in opened) {
      this.notify({ tone: 'error', text: opened.refusal });
      return;
    }
    try {
      const fragment = await encodeShareLink(opened);
      this.services.address.push(fragment);
      this.session.openLink(fragment, opened);
      this.notify({ tone: 'plain',
        text: `${file.name} is open. The file on disk stays unchanged.` });
    } catch {
      this.notify({ tone: 'error', text: 'The file could not be opened.' });
    }
  }

  /** The address of the current program. */
  async shareLink(): Promise<string> {
    return this.services.address.href(await encodeShareLink(this.session.program.shared));
  }

  /** Puts the link into the address bar and the clipboard; undefined if it cannot be created. */
  async share(recorded?: Promise<PackedFlow>): Promise<SharedState | undefined> {
    try {
      const { source, settings, program } = this.session;
      const { shared } = program;
      const link = recorded ? recorded.then(({ flow }) => encodeShareLink({ ...shared, flow }))
        : encodeShareLink(shared);
      // Before anything is waited for: Safari copies only while the click is handled.
      const copying = this.services.copy(link.then((each) => this.services.address.href(each)));
      const fragment = await link;
      const address = this.services.address.href(fragment);
      this.services.address.replace(fragment);
      if (!program.isLink) this.shared = { fragment, source, settings };
      const done = await copying ? 'Link copied, and in the address bar.'
        : 'The link is in the address bar. The browser did not allow copying it.';
      return { address, source, done: recorded ? `${done} ${aboutFlow(await recorded)}` : done };
    } catch (error) {
      const why = error instanceof LinkError ? error.message : 'The link could not be created.';
      this.notify({ tone: 'error', text: why });
      return undefined;
    }
  }

  async copyLink(shared: SharedState): Promise<SharedState> {
    const copied = await this.services.copy(shared.address);
    return { ...shared, done: copied ? 'Link copied.' : notCopied };
  }

  async copyMarkdown(shared: SharedState, title: string): Promise<SharedState> {
    const copied = await this.services.copy(asMarkdown(shared.source, title, shared.address));
    return { ...shared, done: copied ? 'Markdown copied.' : notCopied };
  }

  /** After a change the address must no longer name the program as it was shared. */
  sourceChanged(): void {
    const { shared, session } = this;
    if (!shared) return;
    if (shared.source === session.source && shared.settings === session.settings) return;
    const stillThere = this.services.address.fragment() === shared.fragment;
    this.shared = undefined;
    if (stillThere) this.services.address.replace(`#${this.session.scenario?.id ?? ''}`);
  }

  private openScenario(name: string): boolean {
    if (this.session.openScenario(name)) return true;
    this.notify({ tone: 'error',
      text: 'The address names a scenario that does not exist. Choose one from the list.' });
    return false;
  }
}

function aboutFlow({ omitted }: PackedFlow): string {
  return omitted === 0 ? 'It shows the recorded flow.' : `It shows the end of the recorded flow: ${
    describeCount(omitted, 'earlier event')} did not fit.`;
}

const notCopied = 'The browser did not allow copying.';
