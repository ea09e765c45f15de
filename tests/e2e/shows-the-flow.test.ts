// Promise: the Flow tab shows who sent what to whom, at any step, by pointer and by keyboard; a
// deadlock is explained by itself; the code and the output follow the cursor.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { DeadlockReport } from '../../web/src/logic/deadlock-report.ts';
import type { FlowEvent } from '../../web/src/flow/model/events.ts';
import { encodeTrace } from '../../wasm/trace/encoder.mjs';
import { deadlock, pipeline, places, TraceWriter } from '../web/made-traces.ts';
import { expect, test } from './support/site.ts';

/** As if a run of the program shown had recorded this. */
async function record(page: Page, events: FlowEvent[], report?: DeadlockReport): Promise<void> {
  const bytes = Array.from(encodeTrace({ events, places, lost: 0 }));
  await page.evaluate(([all, found]) => {
    interface Runs { handle(report: object): void; source: string }
    interface Pane extends HTMLElement { session: { runs: Runs; source: string } }
    const { session } = document.querySelector('output-pane') as Pane;
    session.runs.source = session.source;
    session.runs.handle({ kind: 'trace', bytes: new Uint8Array(all) });
    if (found) session.runs.handle({ kind: 'deadlock', report: found });
  }, [bytes, report] as const);
}

const report: DeadlockReport = { kind: 'certain', cycle: [1, 2], text: '',
  cure: 'Let one of them receive before it sends.',
  threads: [1, 2].map((thread) => ({ thread, name: thread === 1 ? 'Ann' : 'Bob', waits: 'send',
    what: 'waits to send 1', channel: thread, channelName: '', place: 2, since: 5e6,
    value: '1' })) };

const openFlow = (page: Page): Promise<void> => page.getByRole('tab', { name: 'Flow' }).click();

test('the picture is a slider over the steps; the code and the table follow', async ({
  playground, page }) => {
  await playground.open('#10-many-producers');
  await playground.fullEditor();
  await record(page, pipeline({ producers: 2, messages: 6, capacity: 2 }));
  await openFlow(page);
  const picture = page.getByTestId('flow-picture');
  await expect(picture).toHaveAttribute('aria-label', 'Flow: 4 threads, 1 channel, 12 messages');
  await expect(picture).toHaveAttribute('aria-valuetext', 'main made jobs');
  await expect(page.locator('.line-mark')).toHaveCount(1);
  await picture.focus();
  for (let step = 0; step < 4; ++step) await page.keyboard.press('ArrowDown');
  await expect(picture).toHaveAttribute('aria-valuetext', 'produce #2 sent 1 to jobs');
  await expect(page.locator('flow-moment .moment-box').first()).toHaveText('1');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(picture).toHaveAttribute('aria-valuetext', 'produce #2 waits to send 3 to jobs');
  await page.keyboard.press('Home');
  await expect(picture).toHaveAttribute('aria-valuenow', '1');

  await page.getByTestId('flow-step').getByRole('button', { name: 'line 22' }).click();
  await expect(page.locator('.native-edit-context, .inputarea').first()).toBeFocused();

  await page.getByRole('button', { name: 'Table' }).click();
  const rows = page.getByTestId('flow-table').locator('tbody tr');
  await expect(rows.nth(4)).toContainText('produce #2 sent 1 to jobs');
  await rows.nth(4).getByRole('button').first().click();
  await expect(page.getByTestId('flow-step')).toContainText('produce #2 sent 1 to jobs, line 8');

  await page.getByRole('button', { name: 'Filter' }).focus();
  await page.keyboard.press('Enter');
  const choice = page.getByLabel('produce #2');
  const hasFocus = (): Promise<boolean> =>
    choice.evaluate((element) => element === document.activeElement);
  for (let tabs = 0; tabs < 8 && !await hasFocus(); ++tabs) await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(choice).not.toBeChecked();
  await expect(choice).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(choice).toBeHidden();
  await expect(page.getByRole('button', { name: 'Filter' })).toBeFocused();
  await expect(page.getByTestId('flow-table')).not.toContainText('produce #2 sent');
});

test('a run as it is: who sent what to whom, at which line', async ({ playground, page }) => {
  await playground.open('#42-request-and-reply');
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  await openFlow(page);
  await expect(page.getByTestId('flow-picture')).toHaveAttribute('aria-label',
    'Flow: 2 threads, 5 channels, 8 messages');
  await page.getByRole('button', { name: 'Table' }).click();
  const rows = page.getByTestId('flow-table').locator('tbody tr');
  const source = (await playground.source()).split('\n');
  const line = (code: string): number => source.findIndex((each) => each.includes(code)) + 1;
  const sends = rows.filter({ hasText: /main\s*sent request to/ });
  await expect(sends).toHaveCount(4);
  await expect(sends.first().locator('td').last()).toHaveText(
    String(line('account.send({change')));
  for (const value of ['100', '70', 'none', '0']) {
    await expect(rows.filter({ hasText: new RegExp(`main\\s*received ${value} from`) }))
      .toHaveCount(1);
  }
});

test('a deadlock as it is: the card, the lines, and the flow in a link', async ({
  playground, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await playground.open('#93-join-too-early');
  await playground.run.click();
  const card = page.getByTestId('deadlock');
  await expect(card).toContainText('Nothing in this program can move any more.');
  await expect(card).toContainText(/waits to send 3 to int channel, line 10, at line 14/);
  await expect(card).toContainText(/main waits for .* to end, somewhere after line 10/);
  await expect(card).toContainText('receive first, and join afterwards');
  await playground.stop.click();
  await expect(page.getByTestId('flow-picture')).toHaveAttribute('aria-label',
    'Flow: 2 threads, 1 channel, 2 messages, deadlock');
  const steps = await page.getByTestId('flow-picture').getAttribute('aria-valuemax');

  await page.getByRole('button', { name: 'Save the flow' }).click();
  await page.getByRole('group', { name: 'Save as' }).getByRole('button', { name: 'Link' }).click();
  await expect(page.getByTestId('share-status')).toContainText('It shows the recorded flow.');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('#v1.deflate.');

  const programs: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('.wasm')) programs.push(request.url());
  });
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByTestId('recorded')).toContainText('It came with the link');
  await expect(card).toContainText(/waits to send 3 to int channel, line 10, at line 14/);
  await expect(page.getByTestId('flow-picture')).toHaveAttribute('aria-valuemax', steps ?? '');
  await expect(playground.status).not.toContainText('running');
});

test('two settings side by side, on one scale, by keyboard', async ({ playground, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open('#40-rendezvous');
  await openFlow(page);
  await page.getByRole('button', { name: 'Compare' }).press('Enter');
  await expect(page.getByLabel('Above')).toHaveValue('room = 0');
  await expect(page.getByLabel('Below')).toHaveValue('room = 1');
  await page.getByRole('button', { name: 'Run both' }).press('Enter');
  const runs = page.getByTestId('compared');
  await expect(page.getByTestId('compare-figures')).toBeVisible({ timeout: 60_000 });
  await expect(runs.locator('h3')).toHaveText(['room = 0 exited 0', 'room = 1 exited 0']);
  await expect(page.getByTestId('compare-figures').getByRole('row', {
    name: /Most messages in a channel/ })).toHaveText(/channel\s*0\s*1$/);
  const pictures = page.getByTestId('flow-picture');
  await pictures.first().focus();
  for (let step = 0; step < 5; ++step) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('+');
  await expect(pictures.nth(1)).toHaveAttribute('aria-valuenow', '6');
  const views = await page.locator('flow-picture').evaluateAll((all) => all.map((picture) => {
    const { view } = picture as unknown as { view: { zoom: number; offset: number } };
    return { zoom: view.zoom, offset: view.offset };
  }));
  expect(views[1]).toEqual(views[0]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
    .toBeLessThanOrEqual(0);
  expect(await playground.source(), 'it is as it was').toContain('constexpr int room = 0;');
  await page.getByRole('button', { name: 'Table of room = 1' }).press('Enter');
  await expect(page.getByTestId('flow-table').locator('[aria-current="true"] th')).toHaveText('6');
  await expect(pictures).toHaveCount(1);
  await page.getByRole('button', { name: 'Save room = 1' }).press('Enter');
  const choices = page.getByRole('group', { name: 'Save as' });
  await expect(choices.getByRole('button', { name: 'Link a link holds one run' })).toBeDisabled();
  const download = page.waitForEvent('download');
  await choices.getByRole('button', { name: 'CSV' }).press('Enter');
  expect((await download).suggestedFilename()).toBe('flow-room-1.csv');
  await page.getByRole('button', { name: 'Close comparison' }).press('Enter');
  await expect(pictures).toHaveCount(1);
});

test('a click in the picture moves the cursor; the wheel moves and zooms it', async ({
  playground, page }) => {
  await playground.open('#10-many-producers');
  await record(page, pipeline({ producers: 2, messages: 60, capacity: 2 }));
  await openFlow(page);
  const picture = page.getByTestId('flow-picture');
  await expect(picture).toHaveAttribute('aria-valuenow', '1');
  await picture.click({ position: { x: 40, y: 180 } });
  await expect(picture).not.toHaveAttribute('aria-valuenow', '1');
  const before = Number(await picture.getAttribute('aria-valuenow'));
  await page.mouse.wheel(0, 2000);
  await picture.click({ position: { x: 40, y: 182 } });
  await expect.poll(async () => Number(await picture.getAttribute('aria-valuenow')))
    .toBeGreaterThan(before + 20);
});

test('a deadlock opens the flow and is explained; nothing else does', async ({
  playground, page }) => {
  await playground.open('#90-deadlock');
  await record(page, pipeline());
  await expect(page.getByRole('tab', { name: 'Output' })).toHaveAttribute('aria-selected', 'true');
  await playground.open('#90-deadlock');
  await record(page, deadlock(), report);
  const card = page.getByTestId('deadlock');
  await expect(card).toContainText('Nothing in this program can move any more.');
  await expect(card).toContainText('Ann waits to send 1 to int channel, line 22 #1, at line 8');
  await expect(card.getByLabel('The cycle')).toHaveText(/Ann.*→.*Bob.*→.*Ann/);
  await expect(page.getByTestId('flow-picture'))
    .toHaveAttribute('aria-label', 'Flow: 3 threads, 2 channels, 0 messages, deadlock');
});

test('a deadlock that is taken back has no card any more', async ({ playground, page }) => {
  await playground.open('#90-deadlock');
  await record(page, deadlock(), report);
  const card = page.getByTestId('deadlock');
  await expect(card).toBeVisible();
  await page.evaluate(() => {
    interface Pane extends HTMLElement { session: { runs: { handle(report: object): void } } }
    const { session } = document.querySelector('output-pane') as Pane;
    session.runs.handle({ kind: 'deadlock', report: null });
  });
  await expect(card).toBeHidden();
  await expect(page.getByTestId('flow-picture'))
    .toHaveAttribute('aria-label', 'Flow: 3 threads, 2 channels, 0 messages');
});

test('names that programs give are left as they are, also those that look like numbers', async ({
  playground, page }) => {
  const trace = new TraceWriter();
  const threads = [1, 2].map((thread) => {
    trace.write(thread, 'thread-began', { number: 0 });
    trace.write(thread, 'thread-named', { text: `thread ${thread - 1}` });
    return { thread, name: `thread ${thread - 1}`, waits: 'mutex', channel: 0, channelName: '',
      what: `waits for a lock that thread ${2 - thread} holds`, place: 0, since: 5e6, value: '' };
  });
  await playground.open('#10-many-producers');
  await record(page, trace.events, { kind: 'partial', cycle: [1, 2], text: '', threads,
    cure: 'thread 1 holds the lock that thread 0 waits for.' });
  const card = page.getByTestId('deadlock');
  await expect(card.getByRole('listitem')).toHaveText([
    /^\s*thread 0 waits for a lock that thread 1 holds/,
    /^\s*thread 1 waits for a lock that thread 0 holds/]);
  await expect(card).toContainText('thread 1 holds the lock that thread 0 waits for.');
});

test('of many threads that wait alike the card names a few, and all of the cycle', async ({
  playground, page }) => {
  const trace = new TraceWriter();
  trace.write(0, 'channel-made', { channel: 1, number: 0, text: 'rendezvous int', place: 1 });
  const threads = Array.from({ length: 31 }, (_, thread) => {
    const isMain = thread === 0;
    if (!isMain) trace.write(thread, 'thread-began', { number: 0 });
    const waits = isMain ? 'join' : 'send';
    return { thread, name: '', waits, what: isMain ? 'waits for thread 30 to end' : '',
      channel: thread, channelName: '', place: isMain ? 0 : 2, since: 5e6, value: '1' };
  });
  trace.write(0, 'wait-began', { number: 30, text: 'join' });
  await playground.open('#10-many-producers');
  await record(page, trace.events, { kind: 'certain', cycle: [0, 30], text: '', cure: '',
    threads: [...threads].reverse() });
  const rows = page.getByTestId('deadlock').getByRole('listitem');
  await expect(rows).toHaveCount(6);
  await expect(rows.nth(0)).toContainText('main waits for thread #30 to end');
  await expect(rows.nth(1)).toContainText('thread #30 waits to send 1');
  await expect(rows.nth(2)).toContainText('thread #1 waits to send 1');
  await expect(rows.nth(5)).toContainText('and 26 more threads that wait at the same line');
});

test('threads that only lock are named as in the picture, and their line is said to be unknown',
  async ({ playground, page }) => {
    const trace = new TraceWriter();
    for (const thread of [2, 1]) { // in the order of their lanes, not of their numbers
      trace.write(thread, 'thread-began', { number: 0 });
      trace.write(thread, 'wait-began', { text: 'mutex' });
    }
    await playground.open('#10-many-producers');
    await record(page, trace.events, { kind: 'partial', cycle: [1, 2], text: '', cure: '',
      threads: [1, 2].map((thread) => ({ thread, name: '', waits: 'mutex',
        what: `waits for a lock that thread ${3 - thread} holds`, channel: 0, channelName: '',
        place: 0, since: 5e6, value: '' })) });
    await expect(page.getByTestId('deadlock').getByRole('listitem')).toHaveText([
      /^\s*thread #1 waits for a lock that thread #2 holds, at a line that is\s+not known, since/,
      /^\s*thread #2 waits for a lock that thread #1 holds, at a line that is\s+not known, since/]);
  });

test('the picture takes the colours of the theme at once', async ({ playground, page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await playground.open('#10-many-producers');
  await record(page, pipeline());
  await openFlow(page);
  const canvas = page.getByTestId('flow-picture').locator('canvas');
  const drawn = (): Promise<string> =>
    canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
  await expect(canvas, 'it is drawn').toHaveAttribute('style', /width/);
  const light = await drawn();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(drawn).not.toBe(light);
});

test('what opened by itself closes with the next run; what the reader chose stays', async ({
  playground, page }) => {
  const selected = (name: string): Promise<void> => expect(page.getByRole('tab', { name }))
    .toHaveAttribute('aria-selected', 'true');
  await playground.open('#10-many-producers');
  await record(page, deadlock(), report);
  await selected('Flow');
  await playground.pressRun();
  await selected('Output');
  await openFlow(page);
  await record(page, deadlock(), report);
  await playground.pressRun();
  await selected('Flow');
});

test('files of the flow: SVG, Mermaid, Perfetto, CSV', async ({ playground, page }) => {
  await playground.open('#10-many-producers');
  await record(page, pipeline());
  await openFlow(page);
  for (const [choice, name, head] of [['SVG', 'flow.svg', '<svg '],
    ['PNG', 'flow.png', '\ufffdPNG'],
    ['Mermaid', 'flow.mmd', 'sequenceDiagram'], ['Perfetto', 'flow.trace.json', '{"display'],
    ['CSV', 'flow.csv', 'step,']] as const) {
    await page.getByRole('button', { name: 'Save the flow' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('group', { name: 'Save as' })
      .getByRole('button', { name: choice }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(name);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString('utf8').startsWith(head), choice).toBe(true);
  }
});

for (const [screen, viewport, theme] of [['phone', { width: 390, height: 844 }, 'dark'],
  ['desktop', { width: 1440, height: 900 }, 'light']] as const) {
  test(`axe finds nothing in the flow: ${screen}, ${theme}`, async ({ playground, page }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await playground.open('#90-deadlock');
    await record(page, deadlock(), report);
    await expect(page.getByTestId('flow-picture')).toBeVisible();
    await page.getByRole('button', { name: 'Filter' }).click();
    for (const shown of ['Picture', 'Table']) {
      await page.getByRole('button', { name: shown, exact: true }).click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${
        nodes[0]?.failureSummary}`), shown).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
        .toBeLessThanOrEqual(0);
    }
  });
}

test('ten thousand events: the first picture and the frames while panning, as figures', async ({
  playground, page }) => {
  await playground.open('#10-many-producers');
  await record(page, pipeline({ producers: 4, messages: 900 }));
  const figures = await page.evaluate(async () => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    document.querySelector<HTMLElement>('#tab-flow')!.click();
    while (!customElements.get('flow-picture')) await frame();
    const begun = performance.now();
    while (!document.querySelector<HTMLCanvasElement>('.flow-plane canvas')?.style.width) {
      await frame();
    }
    const first = performance.now() - begun;
    const plane = document.querySelector('.flow-plane')!;
    const times: number[] = [];
    for (let index = 0, last = await frame(); index < 60; ++index) {
      plane.dispatchEvent(new WheelEvent('wheel', { deltaY: 300, bubbles: true,
        cancelable: true }));
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    return { first, median: times.sort((a, b) => a - b)[30]! };
  });
  console.log(`first picture ${figures.first.toFixed(0)} ms after the code has arrived; ` +
    `a frame while panning ${figures.median.toFixed(1)} ms (median)`);
  await expect(page.getByTestId('flow-picture')).toBeVisible();
});
