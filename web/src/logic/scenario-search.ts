// scenario-search.ts — which scenarios match a search.
// Idea: every word must occur somewhere: in the number, title, purpose, text, hints or tags.
//       Scenarios whose title or tags contain all words come first.

import type { Scenario } from './scenario.ts';

/** Longer queries are truncated: nobody types them. */
export const queryCharactersLimit = 200;

export interface ScenarioQuery {
  words: string;
  /** Exactly this tag; empty: any. */
  tag: string;
}

export const everything: ScenarioQuery = { words: '', tag: '' };

/** In the order of the list, except that matches in titles and tags precede matches in texts. */
export function findScenarios(scenarios: readonly Scenario[],
                              query: ScenarioQuery): readonly Scenario[] {
  const words = plain(query.words.slice(0, queryCharactersLimit)).split(/\s+/).filter(Boolean);
  const tagged = query.tag === '' ? scenarios
    : scenarios.filter((scenario) => scenario.tags.includes(query.tag));
  if (words.length === 0) return tagged;
  const has = (text: string): boolean => words.every((word) => text.includes(word));
  const byName = tagged.filter((scenario) => has(nameOf(scenario)));
  const byText = tagged.filter((scenario) => !byName.includes(scenario) && has(allOf(scenario)));
  return [...byName, ...byText];
}

/** All tags with the number of their scenarios, in alphabetical order. */
export function countTags(scenarios: readonly Scenario[]): [tag: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { tags } of scenarios) {
    for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts].sort(([left], [right]) => left.localeCompare(right, 'en'));
}

function nameOf({ id, title, tags }: Scenario): string {
  return plain([id, title, ...tags].join(' '));
}

function allOf(scenario: Scenario): string {
  return plain([nameOf(scenario), scenario.blurb, ...scenario.text, ...scenario.try].join(' '));
}

/** Without case and accents; `on_send` is found as "on send" too. */
function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('`', '')
    .replace(/[_-]/g, ' ');
}
