// program-head.test.ts — which lines of a program the page hides at first.

import { expect, test } from '@playwright/test';
import { headLines } from '../../web/src/logic/program-head.ts';

const three = '#include <a>\n#include <b>\n  #  include "c"\n';

for (const [what, source, count] of [
  ['three #includes and the blank lines after them', `${three}\n\nint main() {}\n`, 5],
  ['blank lines among them, too', `\n${three.replace('\n', '\n\n')}int main() {}\n`, 5],
  ['two are too few', '#include <a>\n#include <b>\nint main() {}\n', 0],
  ['a comment before them is no boilerplate', `// About\n${three}int main() {}\n`, 0],
  ['what comes later stays', `${three}// More\n#include <d>\nint main() {}\n`, 3],
  ['other directives stay', `${three}#define X\nint main() {}\n`, 3],
  ['a program of nothing else is shown', three, 0],
  ['#included is another word', '#included\n'.repeat(4), 0],
  ['nothing', '', 0],
] as const) {
  test(what, () => {
    expect(headLines(source)).toBe(count);
  });
}
