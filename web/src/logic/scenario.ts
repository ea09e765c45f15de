// scenario.ts — the list of scenarios in scenarios.json, validated before it is used.
// Invariants: ids are unique; the list is never empty; every string is a string.

import * as v from 'valibot';
import { parseFile, pathBelow, scenarioId } from './schemas.ts';

const someText = v.pipe(v.string(), v.nonEmpty());
const texts = v.array(v.string());

const scenario = v.object({
  id: scenarioId,
  title: someText,
  group: someText,
  blurb: someText,
  /** What to look at: short paragraphs, code between back-ticks. */
  text: texts,
  try: texts,
  tags: texts,
  source: someText,
  /** Relative address of the prebuilt module of exactly `source`. */
  module: pathBelow,
});

export type Scenario = v.InferOutput<typeof scenario>;

const scenarioList = v.object({
  version: v.literal(1),
  scenarios: v.pipe(v.array(scenario), v.nonEmpty(), v.check(
    (scenarios) => new Set(scenarios.map(({ id }) => id)).size === scenarios.length,
    'an id stands twice in the list')),
});

export interface ScenarioGroup {
  name: string;
  scenarios: Scenario[];
}

export function parseScenarios(value: unknown): Scenario[] {
  return parseFile(scenarioList, value, 'scenarios.json').scenarios;
}

/** Groups in the order of their first scenario. */
export function groupScenarios(scenarios: readonly Scenario[]): ScenarioGroup[] {
  const groups = new Map<string, Scenario[]>();
  for (const scenario of scenarios) {
    const group = groups.get(scenario.group);
    if (group) group.push(scenario);
    else groups.set(scenario.group, [scenario]);
  }
  return [...groups].map(([name, members]) => ({ name, scenarios: members }));
}

/** `30` of `30-ticker-and-timeout`. */
export function scenarioNumber(id: string): string {
  return /^\d+/.exec(id)?.[0] ?? '';
}
