// program-file.ts — a program as a file: opened from one, saved as one, and as Markdown.
// Invariants: a file is untrusted until it is known to be small, UTF-8 and text.

import { sourceBytesLimit } from './source-limit.ts';
import { describeBytes } from './words.ts';

export type OpenedFile = { source: string } | { refusal: string };

/** Opens a file of `size` bytes; `read` is called only if the size is within the limit. */
export async function openProgramFile(name: string, size: number,
                                      read: () => Promise<ArrayBuffer>): Promise<OpenedFile> {
  const shown = name.length > 60 ? `${name.slice(0, 59)}…` : name;
  if (size > sourceBytesLimit) {
    return { refusal: `${shown} is ${describeBytes(size)}; ` +
      `the limit is ${describeBytes(sourceBytesLimit)}.` };
  }
  let bytes: ArrayBuffer;
  try {
    bytes = await read();
  } catch {
    return { refusal: `${shown} could not be read.` };
  }
  try {
    // A leading byte order mark is not part of the program.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\u0000')) return { refusal: `${shown} is not a text file.` };
    return { source: text.replace(/\r\n?/g, '\n') };
  } catch {
    return { refusal: `${shown} is not UTF-8 text. Save it as UTF-8 and open it again.` };
  }
}

/** The program with its link, for a forum or a bug report. */
export function asMarkdown(source: string, title: string, address: string): string {
  const longest = Math.max(0, ...[...source.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  const name = title.replace(/[\\[\]]/g, '\\$&');
  return `[${name}](${address})\n\n${fence}cpp\n${source.replace(/\n?$/, '\n')}${fence}\n`;
}
