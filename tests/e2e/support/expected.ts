// expected.ts — the scenarios of core/scenarios and the rules by which output is compared.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../core/scenarios/', import.meta.url));

export interface ExpectedScenario {
  id: string;
  compare: 'exact' | 'lines' | 'pattern';
  /** It blocks for ever by design: the test stops it. */
  blocks: boolean;
  lines: string[];
}

export function expectedScenarios(): ExpectedScenario[] {
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const about = JSON.parse(readFileSync(`${folder}${name}/scenario.json`, 'utf8')) as
        { expect: { compare: ExpectedScenario['compare']; ends?: 'stopped' } };
      const text = readFileSync(`${folder}${name}/expected.txt`, 'utf8');
      return { id: name, compare: about.expect.compare, blocks: about.expect.ends === 'stopped',
        lines: text.replace(/\n$/, '').split('\n') };
    })
    .sort((left, right) => left.id.localeCompare(right.id));
}

/** What is wrong with the output; nothing when it is as expected. */
export function mismatch(scenario: ExpectedScenario, printed: string[]): string | undefined {
  const told = `printed:\n${printed.join('\n')}\nexpected (${scenario.compare}):\n` +
    scenario.lines.join('\n');
  switch (scenario.compare) {
    case 'exact':
      return printed.join('\n') === scenario.lines.join('\n') ? undefined : told;
    case 'lines':
      return [...printed].sort().join('\n') === [...scenario.lines].sort().join('\n')
        ? undefined : told;
    case 'pattern':
      return matchesGroups(scenario.lines, printed) ? undefined : told;
  }
}

/** Lines fall into groups `{min,max} expression`, in order; one regular expression says it all. */
function matchesGroups(groups: string[], printed: string[]): boolean {
  const whole = groups.map((group) => {
    const match = /^\{(\d+),(\d*)\} (.*)$/.exec(group);
    if (!match) throw new Error(`not a pattern line: ${group}`);
    return `(?:(?:${match[3]})\n){${match[1]},${match[2]}}`;
  }).join('');
  return new RegExp(`^${whole}$`).test(printed.map((line) => `${line}\n`).join(''));
}
