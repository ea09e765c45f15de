// same-spot.test.ts — a cursor stays with the words around it when the text is laid out anew.

import { expect, test } from '@playwright/test';
import { sameSpot } from '../../web/src/logic/same-spot.ts';

const cases: [before: string, after: string][] = [
  ['int  x|=1;', 'int x| = 1;'],
  ['int main(){\nreturn|  0;}', 'int main() {\n  return| 0;\n}'],
  ['   |word', '|word'],
  ['a;   |b', 'a;\n  |b'],
  ['|start', '|start'],
  ['end|', '  end|'],
  ['gone, and| more', 'x|'],
  ['', ''],
];
for (const [before, after] of cases) {
  test(`${JSON.stringify(before)} → ${JSON.stringify(after)}`, () => {
    const from = Math.max(0, before.indexOf('|'));
    expect(sameSpot(before.replace('|', ''), from, after.replace('|', '')))
      .toBe(Math.max(0, after.indexOf('|')));
  });
}
