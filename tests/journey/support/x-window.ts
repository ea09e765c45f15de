// x-window.ts — makes a browser's window fill the screen that nobody sees, where no window manager
// does: a few requests of the X protocol, by the screen's socket.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const opcodes = { getAttributes: 3, configureWindow: 12, getGeometry: 14, queryTree: 15 } as const;
const viewable = 2;
const fixedBytes = 32; // of each reply
/** Windows that are not seen are smaller. */
const leastWidth = 200;
const looks = 300;

/** Waits until the browser shows its window. */
export async function fillScreen(display: string, width: number, height: number): Promise<void> {
  const screen = await XScreen.open(display);
  try {
    for (let look = 0; look < looks; ++look) {
      for (const window of await screen.windows()) {
        if (!await screen.shows(window) || await screen.widthOf(window) < leastWidth) continue;
        screen.place(window, width, height);
        await screen.windows(); // By the time of the answer it has been done.
        return;
      }
      await sleep(100);
    }
    throw new Error('the browser shows no window');
  } finally {
    screen.close();
  }
}

class XScreen {
  private root = 0;

  private constructor(private readonly socket: Socket, private readonly bytes: Reader) {}

  static async open(display: string): Promise<XScreen> {
    const socket = connect(`/tmp/.X11-unix/X${display.replace(':', '')}`);
    await once(socket, 'connect');
    const screen = new XScreen(socket, new Reader(socket));
    await screen.begin();
    return screen;
  }

  close(): void {
    this.socket.destroy();
  }

  async windows(): Promise<number[]> {
    this.ask(opcodes.queryTree, this.root);
    const reply = await this.reply();
    return Array.from({ length: reply.readUInt16LE(16) },
      (_, index) => reply.readUInt32LE(fixedBytes + index * 4));
  }

  async shows(window: number): Promise<boolean> {
    this.ask(opcodes.getAttributes, window);
    return (await this.reply())[26] === viewable;
  }

  async widthOf(window: number): Promise<number> {
    this.ask(opcodes.getGeometry, window);
    return (await this.reply()).readUInt16LE(16);
  }

  place(window: number, width: number, height: number): void {
    const allFour = 1 | 2 | 4 | 8; // x, y, width, height
    this.ask(opcodes.configureWindow, window, allFour, 0, 0, width, height);
  }

  /** Little-endian, version 11, without a password. */
  private async begin(): Promise<void> {
    this.socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    const head = await this.bytes.take(8);
    const more = await this.bytes.take(head.readUInt16LE(6) * 4);
    if (head[0] !== 1) throw new Error('the screen refuses: no connection');
    const vendorBytes = Math.ceil(more.readUInt16LE(16) / 4) * 4;
    const formats = more[21]!;
    this.root = more.readUInt32LE(32 + vendorBytes + formats * 8);
  }

  private ask(opcode: number, ...words: number[]): void {
    const request = Buffer.alloc(4 + words.length * 4);
    request[0] = opcode;
    request.writeUInt16LE(request.length / 4, 2);
    words.forEach((word, index) => request.writeUInt32LE(word, 4 + index * 4));
    this.socket.write(request);
  }

  /** An error, of a window that is gone, reads as zeros. */
  private async reply(): Promise<Buffer> {
    const fixed = await this.bytes.take(fixedBytes);
    if (fixed[0] !== 1) return Buffer.alloc(fixedBytes);
    return Buffer.concat([fixed, await this.bytes.take(fixed.readUInt32LE(4) * 4)]);
  }
}

class Reader {
  private kept = Buffer.alloc(0);

  constructor(private readonly socket: Socket) {
    socket.on('data', (bytes: Buffer) => { this.kept = Buffer.concat([this.kept, bytes]); });
  }

  async take(count: number): Promise<Buffer> {
    while (this.kept.length < count) await once(this.socket, 'data');
    const taken = this.kept.subarray(0, count);
    this.kept = this.kept.subarray(count);
    return taken;
  }
}
