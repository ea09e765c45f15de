// screen.ts — a screen that nobody sees, and pictures of it: Xvfb keeps its pixels in a file.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { ProcessGroup } from './processes.ts';

export const screenWidth = 1280;
export const screenHeight = 900;

export interface Screen {
  /** What programs find in DISPLAY. */
  readonly display: string;
  readonly process: ProcessGroup;
}

/** `folder`: where the pixels are kept, if somebody wants to see them. */
export function openScreen(program: string, folder?: string): Promise<Screen> {
  const process = new ProcessGroup(program, ['-displayfd', '3', '-screen', '0',
    `${screenWidth}x${screenHeight}x24`, '-nolisten', 'tcp', ...(folder ? ['-fbdir', folder] : [])],
  { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let name = '';
    // It writes the number and the line's end one by one, and ends if nobody reads.
    process.stream(3).on('data', (bytes: Buffer) => {
      name += bytes.toString();
      if (name.endsWith('\n')) resolve({ display: `:${name.trim()}`, process });
    }).on('end', () => reject(new Error(`Xvfb did not start: ${process.output}`)));
  });
}

/** Writes the screen's upper left part as a PNG picture. */
export async function takePicture(folder: string, file: string, width: number, height: number):
    Promise<void> {
  const dump = await readFile(join(folder, 'Xvfb_screen0'));
  // The X Window Dump's header: words of 32 bits, the lowest address first.
  const word = (index: number): number => dump.readUInt32BE(index * 4);
  const [headerBytes, lineBytes, colours] = [word(0), word(12), word(19)];
  if (word(11) !== 32) throw new Error(`a screen with ${word(11)} bits a pixel`);
  const begin = headerBytes + colours * 12;
  const rows = Buffer.alloc(height * (1 + width * 3)); // each row: no filter, then its pixels
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const from = begin + y * lineBytes + x * 4;
      const to = y * (1 + width * 3) + 1 + x * 3;
      rows[to] = dump[from + 2]!;
      rows[to + 1] = dump[from + 1]!;
      rows[to + 2] = dump[from]!;
    }
  }
  const firstPixel = rows.subarray(1, 4);
  const row = Buffer.concat([Buffer.alloc(1), Buffer.alloc(width * 3, firstPixel)]);
  if (rows.equals(Buffer.alloc(rows.length, row))) throw new Error('nothing is painted');
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // eight bits a colour, three colours
  await writeFile(file, Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
