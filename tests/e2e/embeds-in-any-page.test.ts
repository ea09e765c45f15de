// Promise: one script tag puts a playground into any page, isolated or not; the page and the frame
// talk by checked messages only, and nobody else is heard.

import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect } from './support/site.ts';
import { embedded, seen, test, watchEmbed } from './support/embedder-page.ts';

const moving = '<strait-playground scenario="13-moving-messages"></strait-playground>';

interface EmbeddedElement extends HTMLElement {
  source: string;
  scenario: string;
  run(): Promise<{ kind: string }>;
  stop(): void;
}

for (const isolated of [false, true]) {
  test(`a scenario runs in a page that is ${isolated ? '' : 'not '}isolated`, async ({
    page, embedder, embedding }) => {
    await watchEmbed(page);
    await page.goto(embedder.page(embedding + moving, { isolated }));
    const frame = embedded(page);
    await frame.getByTestId('run').click();
    await expect(frame.getByTestId('output')).toContainText('slow belt brings books');
    await expect.poll(async () => (await seen(page)).outcomes).toEqual([
      { kind: 'exited', code: 0 }]);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
    expect((await seen(page)).ready).toEqual([{ runs: true }]);
    expect((await seen(page)).output).toContain('fast belt brings tools');

    await frame.getByRole('tab', { name: 'Flow' }).click();
    const shown = await frame.getByTestId('flow-picture').getAttribute('aria-label');
    expect(shown).toMatch(/^Flow: 1 thread, 2 channels, 3 messages$/);
    await expect(frame.getByRole('button', { name: 'Compare' })).toHaveCount(0);
    const link = frame.getByTestId('open-tab');
    await expect(link).toHaveAttribute('href', /#v1\./);
    const opened = page.waitForEvent('popup');
    await link.click();
    const tab = await opened;
    await expect(tab.getByTestId('recorded')).toContainText('It came with the link');
    await expect(tab.getByTestId('flow-picture')).toHaveAttribute('aria-label', shown ?? '');
    await tab.close();
  });
}

test('a program between the tags is shown without its indentation, and runs', async ({
  page, embedder, embedding }) => {
  await watchEmbed(page);
  await page.goto(embedder.page(`${embedding}
    <strait-playground>
      <script type="text/x-strait">
        #include <cstdio>
        int main() {
          std::printf("a < b && c > d\\n");
        }
      </script>
    </strait-playground>`));
  const frame = embedded(page);
  await expect(frame.locator('.plain-colours')).toContainText('a < b && c > d');
  expect(await frame.locator('textarea').inputValue()).toBe(
    '#include <cstdio>\nint main() {\n  std::printf("a < b && c > d\\n");\n}\n');
  await frame.getByTestId('run').click();
  await expect.poll(async () => (await seen(page)).output, { timeout: 90_000 })
    .toEqual(['a < b && c > d']);
});

test('run, stop, source and scenario work from the page around', async ({
  page, embedder, embedding }) => {
  await page.goto(embedder.page(embedding + moving));
  const call = <Result>(act: (element: EmbeddedElement) => Result) => page.locator(
    'strait-playground').evaluate(act as (element: SVGElement | HTMLElement) => Result);
  expect(await call((element) => element.run())).toEqual({ kind: 'exited', code: 0 });
  await call((element) => { element.scenario = '90-deadlock'; });
  const frame = embedded(page);
  await expect(frame.getByTestId('editor')).toContainText('A mistake to look at');
  const blocked = call((element) => element.run());
  await expect(frame.getByTestId('output')).toContainText('Bob gives');
  await call((element) => element.stop());
  expect(await blocked).toEqual({ kind: 'stopped' });
  await call((element) => { element.source = 'int main() { return x; }\n'; });
  await expect(frame.locator('textarea')).toHaveValue('int main() { return x; }\n');
  await frame.locator('textarea').fill('int main() {}\n');
  await expect.poll(() => call((element) => element.source)).toBe('int main() {}\n');
  await frame.getByTestId('reset').click(); // to what the page gave
  await expect(frame.locator('textarea')).toHaveValue('int main() { return x; }\n');
});

/** As in browsers that isolate no frame of a page that is not isolated. */
async function withoutThreads(page: Page): Promise<void> {
  await page.route('**/embed.html*', async (route) => {
    const answer = await route.fetch();
    const headers = answer.headers();
    delete headers['document-isolation-policy'];
    await route.fulfill({ response: answer, headers });
  });
}

test('where it cannot run it shows a recorded run, says so and opens in a tab', async ({
  page, embedder, embedding, site }) => {
  await withoutThreads(page);
  await watchEmbed(page);
  await page.goto(embedder.page(embedding + moving));
  const frame = embedded(page);
  await expect(frame.getByTestId('recorded')).toHaveText(/^Recorded run\..*; exited 0\.$/);
  await expect(frame.getByTestId('output')).toContainText('slow belt brings books');
  await expect(frame.getByTestId('editor')).toContainText('int main()');
  await expect(frame.getByTestId('run')).toHaveCount(0);
  expect((await seen(page)).ready).toEqual([{ runs: false }]);

  const opened = page.waitForEvent('popup');
  await frame.getByTestId('open-tab').click();
  const tab = await opened;
  await expect(tab).toHaveURL(`${site}#13-moving-messages`);
  await tab.getByTestId('run').click();
  await expect(tab.getByTestId('output')).toContainText('slow belt brings books');

  await frame.locator('textarea').fill('int main() { return 7; }\n');
  await expect(frame.getByTestId('recorded')).toContainText('before it was edited');
  await frame.getByRole('tab', { name: 'Flow' }).click();
  await expect(frame.getByTestId('flow-picture')).toHaveAttribute('aria-label',
    'Flow: 1 thread, 2 channels, 3 messages');
  await expect(frame.getByTestId('open-tab')).toHaveAttribute('href', /#v1\.deflate\./);
});

test('a recorded flow goes by keyboard, where no program can run', async ({
  page, embedder, embedding }) => {
  await withoutThreads(page);
  await page.goto(embedder.page(
    `${embedding}<strait-playground scenario="90-deadlock"></strait-playground>`));
  const frame = embedded(page);
  const { keyboard } = page;
  const tabTo = async (target: Locator, key = 'Tab'): Promise<void> => {
    const hasFocus = (): Promise<boolean> =>
      target.evaluate((element) => element === document.activeElement);
    for (let step = 0; step < 20 && !await hasFocus(); ++step) await keyboard.press(key);
    await expect(target).toBeFocused();
  };
  await expect(frame.getByTestId('recorded')).toBeVisible();
  await frame.getByRole('tab', { name: 'Output' }).focus();
  await keyboard.press('ArrowRight');
  const card = frame.getByTestId('deadlock');
  await expect(card).toContainText('Nothing in this program can move any more.');
  const picture = frame.getByTestId('flow-picture');
  await tabTo(picture);
  await keyboard.press('Home');
  await keyboard.press('ArrowRight');
  await expect(picture).toHaveAttribute('aria-valuenow', '2');
  await tabTo(frame.getByRole('button', { name: 'Table' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(frame.getByTestId('flow-table').locator('[aria-current="true"] th'))
    .toHaveText('2');
  await tabTo(card.getByRole('button').last(), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(frame.locator('textarea')).toBeFocused();
});

test('the frame fits its program, and keeps to a height that is asked for', async ({
  page, embedder, embedding }) => {
  const height = (): Promise<number> => page.locator('strait-playground').evaluate((element) =>
    element.getBoundingClientRect().height);
  await page.goto(embedder.page(embedding + moving));
  await expect(embedded(page).getByTestId('run')).toBeVisible();
  await expect.poll(height).toBeGreaterThan(500);
  await page.goto(embedder.page(`${embedding}<strait-playground height="300"
    scenario="13-moving-messages" theme="dark"></strait-playground>`));
  await expect(embedded(page).locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await height()).toBe(300);
});

for (const theme of ['light', 'dark']) {
  test(`the frame has no accessibility violation, ${theme}`, async ({ page, site }) => {
    await page.goto(`${site}embed.html?theme=${theme}#13-moving-messages`);
    await page.getByTestId('run').click();
    await expect(page.getByTestId('output')).toContainText('fast belt brings tools');
    for (const tab of ['Output', 'Flow']) {
      await page.getByRole('tab', { name: tab }).click();
      if (tab === 'Flow') await expect(page.getByTestId('flow-picture')).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), tab).toEqual([]);
    }
  });
}

const hostile = `[
  null, 'run', 1, [], {}, { kind: 'run', id: 1 }, { strait: 2, kind: 'run', id: 1 },
  { strait: '1', kind: 'run', id: 1 }, { strait: 1, kind: 'run' },
  { strait: 1, kind: 'run', id: -1 }, { strait: 1, kind: 'run', id: 'x' },
  { strait: 1, kind: 'run', id: 1, extra: 1 },
  { strait: 1, kind: 'load' }, { strait: 1, kind: 'load', source: 7 },
  { strait: 1, kind: 'load', source: 'x'.repeat(70000) },
  { strait: 1, kind: 'load', source: '', scenario: '../x' },
  { strait: 1, kind: 'load', source: '', options: { standard: 'c++17' } },
  { strait: 1, kind: 'load', source: '', stdin: {} },
  { strait: 1, kind: '__proto__' }, { strait: 1, kind: 'constructor' },
  { strait: 1, kind: 'toString' },
  JSON.parse('{"strait":1,"kind":"stop","__proto__":{"id":1}}'),
]`;

test('messages of a wrong shape change and run nothing', async ({ page, embedder, embedding }) => {
  await watchEmbed(page);
  await page.goto(embedder.page(embedding + moving));
  const frame = embedded(page);
  await expect(frame.getByTestId('run')).toBeEnabled();
  const before = await frame.locator('textarea').inputValue();
  await page.evaluate(`(() => {
    const inside = document.querySelector('strait-playground').shadowRoot
      .querySelector('iframe').contentWindow;
    for (const message of ${hostile}) inside.postMessage(message, '*');
  })()`);
  // A good message behind them: when it is answered, the others have been read.
  expect(await page.locator('strait-playground').evaluate((element) =>
    (element as EmbeddedElement).run())).toEqual({ kind: 'exited', code: 0 });
  expect((await seen(page)).outcomes).toHaveLength(1);
  expect(await frame.locator('textarea').inputValue()).toBe(before);
});

test('nobody but the page around is heard, and nobody else hears the frame', async ({
  page, embedder, embedding, site }) => {
  await watchEmbed(page);
  const spy = embedder.page(`<script>
    window.heard = [];
    addEventListener('message', (event) => heard.push(event.data));
    window.attack = () => {
      // The second frame is a playground; the element's own is in no list of frames.
      parent.frames[1].postMessage({ strait: 1, kind: 'load', source: 'stolen' }, '*');
      parent.frames[1].postMessage({ strait: 1, kind: 'run', id: 1 }, '*');
      const outcome = { kind: 'exited', code: 66 };
      parent.postMessage({ strait: 1, kind: 'outcome', outcome }, '*');
    };
  </script>`).replace('localhost', '127.0.0.1'); // a third origin
  await page.goto(embedder.page(`
    <iframe id="spy" src="${spy}"></iframe>
    <iframe id="bare" src="${site}embed.html?host=${embedder.origin}#13-moving-messages"></iframe>
    ${embedding}${moving}`));
  const frame = embedded(page);
  const bare = page.frameLocator('#bare');
  await expect(bare.getByTestId('run')).toBeEnabled();
  await expect(frame.getByTestId('run')).toBeEnabled();
  const inside = page.frames().find((each) => each.url() === spy);
  await inside?.evaluate(() => (window as unknown as { attack(): void }).attack());
  expect(await page.locator('strait-playground').evaluate((element) =>
    (element as EmbeddedElement).run())).toEqual({ kind: 'exited', code: 0 });
  expect((await seen(page)).outcomes).toEqual([{ kind: 'exited', code: 0 }]);
  for (const each of [frame, bare]) {
    await expect(each.locator('textarea')).not.toHaveValue(/stolen/);
  }
  await expect(bare.getByTestId('output')).not.toContainText('slow belt');

  // A frame that was told of another embedder than the one it stands in stays silent and deaf.
  await page.goto(embedder.page(`<script>window.heard = [];
    addEventListener('message', (event) => heard.push(event.data));</script>
    <iframe src="${site}embed.html?host=https://example.org#13-moving-messages"></iframe>`));
  const other = page.frameLocator('iframe');
  await expect(other.getByTestId('run')).toBeEnabled();
  await page.evaluate(() => window.frames[0]?.postMessage(
    { strait: 1, kind: 'load', source: 'stolen' }, '*'));
  await other.getByTestId('run').click();
  await expect(other.getByTestId('output')).toContainText('slow belt brings books');
  await expect(other.locator('textarea')).not.toHaveValue(/stolen/);
  expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([]);
});

test('embed.html may stand in any page, the site itself in none', async ({
  page, embedder, site, complaints }) => {
  const answer = await page.request.get(`${site}embed.html`);
  const policy = answer.headers()['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain('frame-ancestors *');
  await page.goto(embedder.page(`<iframe src="${site}"></iframe>`));
  await expect.poll(() => complaints.some((text) => text.includes('frame-ancestors'))).toBe(true);
  complaints.length = 0;
  await expect(page.frameLocator('iframe').getByTestId('run')).toHaveCount(0);
});
