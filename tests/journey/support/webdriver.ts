// webdriver.ts — the little of the W3C WebDriver protocol that the tests need: a session, an
// address, a picture.

export class WebDriver {
  private readonly session: string;

  private constructor(session: string) {
    this.session = session;
  }

  /** Asks the driver at `address` for a session, until it answers. */
  static async connect(address: string, capabilities: object): Promise<WebDriver> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      try {
        const { sessionId } = await request('POST', `${address}/session`,
          { capabilities: { alwaysMatch: capabilities } }) as { sessionId: string };
        return new WebDriver(`${address}/session/${sessionId}`);
      } catch (error) {
        if (!(error instanceof TypeError) || Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100)); // it does not listen yet
      }
    }
  }

  async open(address: string): Promise<void> {
    await request('POST', `${this.session}/url`, { url: address });
  }

  async setSize(width: number, height: number): Promise<void> {
    await request('POST', `${this.session}/window/rect`, { width, height });
  }

  /** A PNG picture of the first element that the selector names. */
  async picture(selector: string): Promise<Buffer> {
    const found = await request('POST', `${this.session}/element`,
      { using: 'css selector', value: selector }) as Record<string, string>;
    const [element] = Object.values(found);
    return Buffer.from(await request('GET',
      `${this.session}/element/${element}/screenshot`) as string, 'base64');
  }
}

async function request(method: string, address: string, body?: object): Promise<unknown> {
  const answer = await fetch(address, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  const { value } = await answer.json() as { value: { error?: string; message?: string } };
  if (!answer.ok) throw new Error(`WebDriver: ${value.error}: ${value.message}`);
  return value;
}
