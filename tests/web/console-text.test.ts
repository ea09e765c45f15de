// console-text.test.ts — what a program prints is shown safely, whole lines, and within caps.

import { expect, test } from '@playwright/test';
import { ConsoleText, describeGap, plainText } from '../../web/src/logic/console-text.ts';
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

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${from + index}`);

test('of many lines the first 500 and the last 9,500 are kept, with the gap between them', () => {
  const text = new ConsoleText();
  let shown: string[] = [];
  for (let from = 0; from < 30_000; from += 700) {
    const batch = { cut: false, lines: numbered(from, from + 700).map((line) => out(line)) };
    const firstBefore = Math.min(shown.length, 500);
    const { removed, added } = text.add(batch);
    shown.splice(firstBefore, removed);
    shown = [...shown, ...added.map((line) => line.text)];
    expect(shown).toEqual(text.lines.map((line) => line.text));
  }
  expect(shown).toEqual([...numbered(0, 500), ...numbered(20_600, 30_100)]);
  expect({ missing: text.missing, cut: text.cut }).toEqual({ missing: 20_100, cut: true });
  expect(text.text().split('\n')[500]).toBe('… 20,100 lines are missing here …');
});

test('lines that were skipped on the way are missing, and so are those before them', () => {
  const text = new ConsoleText();
  text.add({ cut: false, lines: numbered(0, 600).map((line) => out(line)) });
  const change = text.add({ cut: true, skipped: 1000,
    lines: [out('rest', true), ...numbered(1600, 1602).map((line) => out(line))] });
  expect(change.removed).toBe(100);
  expect(text.missing).toBe(1100);
  expect(text.lines.slice(498).map((line) => line.text))
    .toEqual(['498', '499', 'rest', '1600', '1601']);
});

test('10,000 lines are all kept', () => {
  const text = new ConsoleText();
  text.add({ cut: false, lines: numbered(0, 10_000).map((line) => out(line)) });
  expect({ missing: text.missing, cut: text.cut, count: text.lines.length })
    .toEqual({ missing: 0, cut: false, count: 10_000 });
  expect(describeGap(1)).toBe('… 1 line is missing here …');
});

test('wide output is cut, and that is told', () => {
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
