// link-desk.ts — stands between the address bar and the session: opens what a fragment names,
// makes links, and keeps the address true to what is shown.
// Invariants: 1. A link that cannot be opened leaves what is shown as it is, and says why.
//             2. Nothing is run from here.

import { decodeShareLink, encodeShareLink, isShareFragment, LinkError }
  from '../logic/share-link.ts';
import type { Session } from '../logic/session.ts';
import { describeCount } from '../logic/words.ts';
import type { Notice } from './notice-bar.ts';
import type { PlaygroundServices } from './services.ts';

type Services = Pick<PlaygroundServices, 'address' | 'copy'>;

export class LinkDesk {
  private readonly session: Session;
  private readonly services: Services;
  private readonly notify: (notice: Notice) => void;
  /** The fragment made by Share and still in the address, with the source that it holds. */
  private shared: { fragment: string; source: string } | undefined;
  private opening = 0;
  /** What an address without a fragment stands for: what was shown at first. */
  private readonly first: string | undefined;

  constructor(session: Session, services: Services, notify: (notice: Notice) => void) {
    this.session = session;
    this.services = services;
    this.notify = notify;
    this.first = session.scenario?.id;
    services.address.onChange((fragment) => void this.open(fragment || `#${this.first ?? ''}`));
  }

  async open(fragment: string): Promise<void> {
    const turn = ++this.opening;
    if (fragment === '' || fragment === '#') return;
    if (!isShareFragment(fragment)) return this.openScenario(fragment.slice(1));
    try {
      const program = await decodeShareLink(fragment);
      if (turn !== this.opening) return;
      this.session.openLink(fragment, program);
      this.notify({ tone: 'plain', text: 'This program came by a link. Read it, then press Run.' });
    } catch (error) {
      if (turn !== this.opening) return;
      const why = error instanceof LinkError ? error.message : 'The link could not be opened.';
      this.notify({ tone: 'error', text: `${why} Your own program stands here unchanged.` });
    }
  }

  chooseScenario(id: string): void {
    ++this.opening;
    if (this.session.openScenario(id)) this.services.address.push(`#${id}`);
  }

  /** The address of the program as it stands. */
  async shareLink(): Promise<string> {
    return this.services.address.whole(await encodeShareLink(this.session.sharedProgram()));
  }

  async share(): Promise<void> {
    try {
      const { source } = this.session;
      const fragment = await encodeShareLink(this.session.sharedProgram());
      const address = this.services.address.whole(fragment);
      this.services.address.replace(fragment);
      if (!this.session.isLink) this.shared = { fragment, source };
      const copied = await this.services.copy(address);
      const length = describeCount(address.length, 'character');
      this.notify({ tone: 'plain', text: copied
        ? `Link copied and in the address bar: ${length}.`
        : `The link is in the address bar: ${length}. The browser did not allow copying it.` });
    } catch (error) {
      const why = error instanceof LinkError ? error.message : 'The link could not be made.';
      this.notify({ tone: 'error', text: why });
    }
  }

  /** After an edit the address must not go on naming the program as it was shared. */
  sourceChanged(): void {
    if (!this.shared || this.shared.source === this.session.source) return;
    const stillThere = this.services.address.fragment() === this.shared.fragment;
    this.shared = undefined;
    if (stillThere) this.services.address.replace(`#${this.session.scenario?.id ?? ''}`);
  }

  private openScenario(name: string): void {
    if (this.session.openScenario(name)) return;
    this.notify({ tone: 'error',
      text: 'The address names a scenario that does not exist here. Choose one from the list.' });
  }
}
