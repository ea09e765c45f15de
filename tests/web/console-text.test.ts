// console-text.test.ts — what a program prints is shown safely, whole lines, and within caps.

import { expect, test } from '@playwright/test';
import { ConsoleText, consoleLinesMost, plainText } from '../../web/src/logic/console-text.ts';
import { chooseSeed, seededChance } from './support.ts';

const out = (text: string, continues = false) =>
  ({ stream: 'out' as const, text, at: 0, ...(continues ? { continues } : {}) });

test('colours, links and cursor movements are stripped, not shown raw', () => {
  expect(plainText('\u001b[31mred\u001b[0m and \u001b[1;38;5;200mbold\u001b[m'))
    .toBe('red and bold');
  expect(plainText('\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007')).toBe('link');
  expect(plainText('\u001b[2J\u001b[Hclear\u001b')).toBe('clear');
  expect(plainText('windows\r')).toBe('windows');
  expect(plainText('bell\u0007 zero\u0000\ttab')).toBe('bell\u2407 zero\u2400\ttab');
});

test('no escape or control character survives, whatever is printed', () => {
  const chance = seededChance(chooseSeed('controls'));
  const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
  for (let round = 0; round < 2000; ++round) {
    const text = Array.from({ length: 30 }, () =>
      String.fromCharCode(chance() < 0.3 ? 27 : Math.floor(chance() * 160))).join('');
    const plain = plainText(text.replaceAll('\n', ''));
    if (control.test(plain)) expect(JSON.stringify(plain)).toBe('no control characters');
  }
});

test('a line that comes in pieces is one line, an escape split between them included', () => {
  const text = new ConsoleText();
  text.add({ lines: [out('a'), out('name: \u001b[3')], cut: false });
  const change = text.add({ lines: [out('1mred', true), out('next')], cut: false });
  expect(text.lines.map((line) => line.text)).toEqual(['a', 'name: red', 'next']);
  expect(change.grown?.text).toBe('name: red');
  expect(change.added.map((line) => line.text)).toEqual(['next']);
  expect(text.text()).toBe('a\nname: red\nnext\n');
});

test('a flood is cut, and that is told', () => {
  const lines = new ConsoleText();
  lines.add({ cut: false,
    lines: Array.from({ length: consoleLinesMost + 5 }, (_, n) => out(`${n}`)) });
  expect(lines.lines.length).toBe(consoleLinesMost);
  expect(lines.cut).toBe(true);

  const wide = new ConsoleText();
  for (let round = 0; round < 100; ++round) {
    wide.add({ lines: [out('x'.repeat(50_000))], cut: false });
  }
  expect(wide.text().length).toBeLessThan(1_100_000);
  expect(wide.cut).toBe(true);

  const piecewise = new ConsoleText();
  for (let round = 0; round < 100; ++round) {
    piecewise.add({ lines: [out('x'.repeat(5000), round > 0)], cut: false });
  }
  expect(piecewise.lines.length).toBe(1);
  expect(piecewise.text().length).toBeLessThan(30_000);

  const told = new ConsoleText();
  told.add({ lines: [], cut: true });
  expect(told.cut).toBe(true);
});
