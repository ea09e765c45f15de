// playground-page.ts — the playground as a test uses it: by its controls and its element.

import { expect, type Locator, type Page } from '@playwright/test';

export interface SeenOutcome {
  kind: string;
  code?: number;
  reason?: string;
  seconds?: number;
  diagnostics?: { severity: string; line: number; message: string }[];
}

interface PlaygroundElement extends HTMLElement {
  source: string;
  scenario: string;
  run(): Promise<SeenOutcome>;
  stop(): void;
  shareLink(): Promise<string>;
}

export class PlaygroundPage {
  readonly run: Locator;
  readonly stop: Locator;
  readonly reset: Locator;
  readonly share: Locator;
  readonly output: Locator;
  readonly status: Locator;
  readonly editor: Locator;
  readonly notice: Locator;
  readonly picker: Locator;

  constructor(readonly page: Page, readonly site: string) {
    const control = (name: string): Locator => page.getByTestId(name);
    this.run = control('run');
    this.stop = control('stop');
    this.reset = control('reset');
    this.share = control('share');
    this.output = control('output');
    this.status = control('status');
    this.editor = control('editor');
    this.notice = control('notice');
    this.picker = control('scenario-picker');
  }

  async open(fragment = ''): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(this.site + fragment);
    await expect(this.share, 'the playground is ready').toBeEnabled({ timeout: 20_000 });
  }

  /** Waits until Monaco stands there. */
  async fullEditor(): Promise<void> {
    await expect(this.editor).toHaveAttribute('data-editor', 'full', { timeout: 30_000 });
  }

  source(): Promise<string> {
    return this.page.evaluate(() =>
      document.querySelector<PlaygroundElement>('strait-playground')!.source);
  }

  setSource(source: string): Promise<void> {
    return this.page.evaluate((text) => {
      document.querySelector<PlaygroundElement>('strait-playground')!.source = text;
    }, source);
  }

  /** What the program reads, by the field that a reader fills in. */
  async setStdin(text: string): Promise<void> {
    const field = this.page.getByLabel('What the program reads');
    const fold = this.page.getByRole('button', { name: /^Input( \(|$)/ });
    if (!await field.isVisible()) await fold.click();
    await field.fill(text);
  }

  setScenario(id: string): Promise<void> {
    return this.page.evaluate((wanted) => {
      document.querySelector<PlaygroundElement>('strait-playground')!.scenario = wanted;
    }, id);
  }

  shareLink(): Promise<string> {
    return this.page.evaluate(() =>
      document.querySelector<PlaygroundElement>('strait-playground')!.shareLink());
  }

  /** Presses Run and gives the outcome that the element tells. */
  async pressRun(seconds = 90): Promise<SeenOutcome> {
    await this.watchOutcomes();
    await this.run.click();
    return this.nextOutcome(seconds);
  }

  async watchOutcomes(): Promise<void> {
    await this.page.evaluate(() => {
      const seen = window as unknown as { outcomes: unknown[]; watching?: boolean };
      seen.outcomes = [];
      if (seen.watching) return;
      seen.watching = true;
      document.addEventListener('strait-outcome', (event) =>
        seen.outcomes.push((event as CustomEvent).detail));
    });
  }

  async nextOutcome(seconds = 90): Promise<SeenOutcome> {
    const handle = await this.page.waitForFunction(
      () => (window as unknown as { outcomes: unknown[] }).outcomes[0], undefined,
      { timeout: seconds * 1000, polling: 20 })
      .catch(async () => {
        throw new Error(`no outcome in ${seconds} s; status: ${await this.status.innerText()}`);
      });
    return await handle.jsonValue() as SeenOutcome;
  }

  /** The printed lines, without their times. */
  lines(): Promise<string[]> {
    return this.page.locator('.output-text').evaluateAll((rows) =>
      rows.map((row) => row.textContent!));
  }
}
