// Pictures of the page in each browser, for people to look at: build/pictures/<browser>/. They are
// of a real screen: fonts, scroll bars, focus rings. What is tested is that each state is reached.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './support/browsers.ts';
import { expect, Journey, test } from './support/journey.ts';
import { JourneyServer } from './support/journey-server.ts';
import { mistake } from './support/programs.ts';
import { takePicture } from './support/screen.ts';

const build = fileURLToPath(new URL('../../build/', import.meta.url));
const flows = [['10-many-producers', '2-flow'], ['23-missed-ticks', '2-flow-of-ticks'],
  ['31-two-sources', '2-flow-of-a-select'], ['42-request-and-reply', '2-flow-of-replies'],
  ['45-broadcast', '2-flow-of-a-broadcast'], ['48-dining-philosophers', '2-flow-of-waits'],
  ['51-prime-sieve', '2-flow-of-many']] as const;
const sizes = { desktop: [1280, 800], phone: [390, 844] } as const;

test('pictures of every state @long', async ({ engine }) => {
  test.setTimeout(1_200_000);
  const pictures = join(build, 'pictures', engine);
  mkdirSync(pictures, { recursive: true });
  const pixels = mkdtempSync(join(tmpdir(), 'strait-pixels-'));
  const server = await JourneyServer.start();
  const browser = await openBrowser(engine, server.driver, pixels);
  const journey = new Journey(server, browser);
  try {
    await journey.do('settle');
    await browser.fillScreen();
    for (const theme of ['light', 'dark']) {
      for (const [name, [width, height]] of Object.entries(sizes)) {
        const snap = async (state: string): Promise<void> => {
          await journey.do('settle');
          await takePicture(pixels, join(pictures, `${name}-${theme}-${state}.png`), width, height);
        };
        await journey.do('beginAnew', theme);
        await journey.do('open', server.site, width, height);
        const seen = await journey.do('seen');
        expect(seen.width, 'the page is seen as a whole').toBeGreaterThanOrEqual(width);
        expect(seen.height, 'the page is seen as a whole').toBeGreaterThanOrEqual(height);
        await snap('1-open');
        await journey.do('run');
        await snap('2-ended');
        for (const [id, state] of flows) {
          await journey.do('setScenario', id);
          await journey.do('run');
          await journey.do('showFlow');
          await snap(state);
        }
        await journey.do('setScenario', '90-deadlock');
        await journey.do('begin', 'Bob gives');
        await journey.do('statusSays', 'blocked');
        await snap('3-running');
        await journey.do('showFlow');
        await snap('3-deadlock');
        await journey.do('stop');
        await journey.do('press', 'share');
        await snap('4-share');
        await journey.do('setSource', mistake.source);
        expect((await journey.do('run')).outcome.kind).toBe('compile-error');
        await snap('5-mistake');
      }
    }
  } finally {
    await browser.close();
    await server.close();
    rmSync(pixels, { recursive: true, force: true });
  }
});
