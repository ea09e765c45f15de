// draft-notices.ts — notices about drafts: other tabs' versions, full storage, a reset that can be
// undone.

import type { Session, SessionEvent } from '../logic/session.ts';
import type { Notices } from './notices.ts';
import type { PageSession } from './page-session.ts';

export class DraftNotices {
  private readonly notices: Notices;
  private readonly page: PageSession;

  constructor(notices: Notices, page: PageSession) {
    this.notices = notices;
    this.page = page;
  }

  handle(event: SessionEvent, session: Session): void {
    if (event.kind === 'changed') this.warnAboutStorage(session);
    if (event.kind !== 'drafts') return;
    if (event.news === 'newer') {
      this.notices.show({ tone: 'plain',
        text: 'This program was changed in another tab. This is the new version.' });
    } else {
      this.notices.show({ tone: 'plain', action: 'Show the other version',
        text: 'Another tab has a different version of this program. Both are kept.' },
      () => this.leave(() => session.swapConflict()));
    }
  }

  reset(): void {
    const { session } = this.page;
    if (!session) return;
    session.reset();
    this.notices.show({ tone: 'plain', text: 'The original is restored.', action: 'Undo' },
      () => this.leave(() => session.undoReset()));
  }

  /** Shown once for each edit that could not be stored. */
  private warnAboutStorage({ program }: Session): void {
    if (program.draftsKept) return;
    program.draftsKept = true;
    this.notices.show({ tone: 'plain', text: 'The browser’s storage for this page is full: your ' +
      'changes will be lost when you close the tab. Share saves them in a link.' });
  }

  /** The reader pressed the notice's button: it closes, and the focus returns to the code. */
  private leave(act: () => void): void {
    act();
    this.notices.close();
    this.page.editor?.focus();
  }
}
