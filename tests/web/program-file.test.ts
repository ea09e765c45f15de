// program-file.test.ts — files that are programs, files that are not, and Markdown that holds.

import { expect, test } from '@playwright/test';
import { asMarkdown, openProgramFile } from '../../web/src/logic/program-file.ts';

const open = (bytes: Uint8Array, name = 'main.cpp') =>
  openProgramFile(name, bytes.length, async () => Uint8Array.from(bytes).buffer);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test('UTF-8 is opened, without its byte order mark and with plain line ends', async () => {
  expect(await open(utf8('int main() {} // ü 漢 🧵\n')))
    .toEqual({ source: 'int main() {} // ü 漢 🧵\n' });
  expect(await open(utf8('\ufeffone\r\ntwo\rthree'))).toEqual({ source: 'one\ntwo\nthree' });
  expect(await open(utf8(''))).toEqual({ source: '' });
  expect(await open(utf8('x'.repeat(65_536)))).toEqual({ source: 'x'.repeat(65_536) });
});

test('a file that is too large is not even read', async () => {
  const read = () => { throw new Error('read all the same'); };
  expect(await openProgramFile('big.cpp', 65_537, read))
    .toEqual({ refusal: expect.stringMatching(/big\.cpp is 64 KiB; the limit is 64 KiB/) });
  expect(await openProgramFile('big.cpp', 5e9, read))
    .toEqual({ refusal: expect.stringMatching(/5,?000 MB; the limit/) });
});

test('what is not text is told so', async () => {
  expect(await open(Uint8Array.of(0xff, 0xfe, 0x69, 0x00)))
    .toEqual({ refusal: expect.stringMatching(/not UTF-8/) });
  expect(await open(utf8('PK\u0003\u0004\u0000'), 'photo.png'))
    .toEqual({ refusal: 'photo.png is not a text file.' });
  expect(await openProgramFile('gone.cpp', 10, () => Promise.reject(new Error('gone'))))
    .toEqual({ refusal: 'gone.cpp could not be read.' });
});

test('Markdown holds the program whatever is in it', () => {
  expect(asMarkdown('int main() {}', '10 A [title]', 'http://page/#v1.x')).toBe(
    '[10 A \\[title\\]](http://page/#v1.x)\n\n```cpp\nint main() {}\n```\n');
  const tricky = asMarkdown('// ````\n// ```\n', 't', 'a');
  expect(tricky).toContain('\n`````cpp\n');
  expect(tricky.endsWith('\n`````\n')).toBe(true);
});
