// journey.ts — the tests' surroundings: one browser for all tests of a project, and the driver's
// page in it. A test that fails ends the browser; the next one has a new one.

import { expect, test as base } from '@playwright/test';
import type * as Actions from '../page/actions.mjs';
import { openBrowser, whyMissing, type BrowserName, type OpenBrowser } from './browsers.ts';
import { JourneyServer, type Said } from './journey-server.ts';

type Action = keyof typeof Actions;
type Result<Name extends Action> = Awaited<ReturnType<(typeof Actions)[Name]>>;

/** Beyond the patience that an action has by itself. */
const answerMilliseconds = 330_000;

export class Journey {
  readonly server: JourneyServer;
  private readonly browser: OpenBrowser;
  private wishes = 0;
  private readonly pending = new Map<number, (said: Said) => void>();

  constructor(server: JourneyServer, browser: OpenBrowser) {
    this.server = server;
    this.browser = browser;
    server.heard = (said) => this.pending.get(said.id)?.(said);
  }

  /** Does one of page/actions.mjs in the browser. */
  async do<Name extends Action>(action: Name, ...args: Parameters<(typeof Actions)[Name]>):
      Promise<Result<Name>> {
    const id = this.want(action, args);
    const said = await new Promise<Said>((resolve) => {
      const limit = setTimeout(() => resolve({ id, error: 'the browser does not answer; it says: ' +
        this.browser.output }), answerMilliseconds);
      this.pending.set(id, (answer) => {
        clearTimeout(limit);
        resolve(answer);
      });
    });
    this.pending.delete(id);
    if (said.error !== undefined) throw new Error(`${action}: ${said.error}`);
    return said.value as Result<Name>;
  }

  /** Goes on in another driver's page. */
  moveTo(address: string): void {
    this.want('leaveFor', [address]);
  }

  private want(action: Action, args: unknown[]): number {
    const id = ++this.wishes;
    this.server.want({ id, action, args });
    return id;
  }
}

/** A script of the site as an address that any page can import. */
export const siteScript = ({ server }: Journey, name: string): string =>
  new URL(`${server.site}${name}`, server.driver).href;

interface Options {
  /** Which browser a project is for. */
  engine: BrowserName;
}

export const test = base.extend<{ present: void }, Options & { journey: Journey }>({
  engine: ['chromium', { option: true, scope: 'worker' }],
  journey: [async ({ engine: name }, use) => {
    const server = await JourneyServer.start();
    const browser = await openBrowser(name, server.driver);
    try {
      await use(new Journey(server, browser));
    } finally {
      await browser.close();
      await server.close();
    }
  }, { scope: 'worker', timeout: 90_000 }],
  present: [async ({ engine }, use) => {
    const missing = whyMissing(engine);
    if (missing) console.log(missing);
    base.skip(missing !== undefined, missing);
    await use();
  }, { auto: true }],
});

export { expect };
