// Promise: a link brings the same program back, runs nothing by itself and takes no draft away;
// a hostile or broken one is told in words.

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, test } from './support/site.ts';

const shared = '#include <cstdio>\nint main() { std::printf("shared ü\\n"); }\n';
const linkOf = (text: string | Uint8Array): string =>
  `#v1.deflate.${deflateRawSync(text).toString('base64url')}`;

test('a link goes round and runs nothing by itself', async ({ playground, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await playground.setSource(shared);
  await playground.share.click();
  await expect(page.getByTestId('share-status')).toContainText(/Link copied.*\d+ characters/s);
  const address = page.url();
  expect(address).toContain('#v1.deflate.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
  expect(await playground.shareLink()).toBe(address);

  await page.evaluate(() => localStorage.clear());
  const begun: string[] = [];
  page.on('request', (request) => {
    if (/\/pack\/|\/modules\//.test(request.url())) begun.push(request.url());
  });
  await playground.open(new URL(address).hash);
  expect(await playground.source()).toBe(shared);
  await page.waitForLoadState('networkidle');
  await expect(playground.status).toContainText('Ready');
  expect(begun.filter((url) => url.includes('/pack/'))).toEqual([]);
  await expect(playground.stop).toBeDisabled();
});

test('the link is handed to the clipboard while the click is handled, as Safari wants it', async ({
  playground, page }) => {
  await page.evaluate(() => {
    let handlesClick = false;
    document.addEventListener('click', () => {
      handlesClick = true;
      setTimeout(() => { handlesClick = false; });
    }, { capture: true });
    navigator.clipboard.write = async ([item]) => {
      if (!handlesClick) throw new DOMException('', 'NotAllowedError');
      const blob = await item!.getType('text/plain');
      Object.assign(window, { written: await blob.text() });
    };
    navigator.clipboard.writeText = () => Promise.reject(new Error('too late'));
  });
  await playground.share.click();
  await expect(page.getByTestId('share-status')).toContainText('Link copied');
  expect(await page.evaluate(() => (window as unknown as { written: string }).written))
    .toBe(page.url());
});

test('a link brings options and input along, too', async ({ playground, page }) => {
  const program = { source: shared, scenario: '10-many-producers', stdin: '1 2 3\n',
    options: { standard: 'c++20', optimize: '2', warnings: 'extra' } };
  await playground.open(linkOf(JSON.stringify(program)));
  await expect(page.getByText('C++20 -O2')).toBeVisible();
  const link = new URL(await playground.shareLink()).hash.replace('#v1.deflate.', '');
  expect(JSON.parse(inflateRawSync(Buffer.from(link, 'base64url')).toString())).toEqual(program);
});

test('the panel copies the link, its length told, or Markdown; Esc gives the focus back', async ({
  playground, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await playground.setScenario('45-broadcast');
  await playground.share.click();
  const panel = page.getByTestId('share-panel');
  await expect(panel.getByLabel('Link to this program')).toHaveValue(page.url());
  await expect(panel).toContainText(new RegExp(`${page.url().length.toLocaleString('en')} char`));
  await panel.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect(panel).toContainText('Markdown copied');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const source = await playground.source();
  expect(text).toBe(`[45 Broadcast](${page.url()})\n\n\`\`\`cpp\n${source}\`\`\`\n`);
  await panel.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(playground.share).toBeFocused();
  await playground.share.click();
  await playground.run.click(); // the panel blocks nothing
  await expect(panel).toBeHidden();
});

test('the system shares the link, where it can', async ({ playground, page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'share', {
    value: async (data: unknown) => { Object.assign(window, { handedOver: data }); } }));
  await playground.open('#45-broadcast');
  await playground.share.click();
  await page.getByRole('button', { name: 'Send to…' }).click();
  expect(await page.evaluate(() => (window as unknown as { handedOver: unknown }).handedOver))
    .toEqual({ title: '45 Broadcast', url: page.url() });
});

test('an opened link leaves the draft; going back to the scenario brings it back', async ({
  playground, page }) => {
  await playground.setSource('// my draft\n');
  await playground.page.evaluate((hash) => { location.hash = hash; },
    linkOf(JSON.stringify({ source: '// linked\n', scenario: '10-many-producers' })));
  await expect.poll(() => playground.source()).toBe('// linked\n');
  await playground.picker.locator('[data-scenario]').first().click();
  expect(await playground.source()).toBe('// my draft\n');
  await page.reload();
  await expect(playground.share).toBeEnabled();
  expect(await playground.source()).toBe('// my draft\n');
});

test('Reset brings the original back, and Undo the draft', async ({ playground }) => {
  const original = await playground.source();
  await expect(playground.reset).toBeDisabled();
  await playground.setSource('// mine\n');
  await playground.reset.click();
  expect(await playground.source()).toBe(original);
  await playground.notice.getByRole('button', { name: 'Undo' }).click();
  expect(await playground.source()).toBe('// mine\n');
});

const bomb = deflateRawSync(Buffer.alloc(2_000_000, 0x20)).toString('base64url');
const hostile: [name: string, fragment: string, words: RegExp][] = [
  ['truncated', linkOf(JSON.stringify({ source: shared })).slice(0, -12), /damaged/],
  ['of a later version', '#v2.deflate.abcd', /version 2/],
  ['that unpacks to two megabytes', `#v1.deflate.${bomb}`, /more than 64 KiB/],
  ['far too long', `#v1.deflate.${'A'.repeat(200_000)}`, /characters/],
  ['not UTF-8', linkOf(Uint8Array.of(0x22, 0xff, 0x22)), /damaged/],
  ['with prototype keys', linkOf('{"source":"","__proto__":{"a":1}}'),
    /does not contain a playground program/],
  ['that names no scenario', '#no-such-scenario', /does not exist/],
];
for (const [name, fragment, words] of hostile) {
  test(`a link ${name} is told in words and changes nothing`, async ({ playground }) => {
    await playground.setSource('// my draft\n');
    await playground.open(fragment);
    await expect(playground.notice).toContainText(words);
    expect(await playground.source()).toBe('// my draft\n');
    await expect(playground.run).toBeEnabled();
  });
}

test('a link cannot put markup or script into the page', async ({ playground, page }) => {
  const source = '<img src=x onerror="document.title=1"><script>document.title=2</script>\n';
  await playground.open(linkOf(JSON.stringify({ source })));
  expect(await playground.source()).toBe(source);
  await expect(page.locator('.editor img, .editor script')).toHaveCount(0);
});
