// scenario.ts — the list of scenarios as scenarios.json tells it, checked before it is trusted.
// Invariants: ids are unique; the list is never empty; every string is a string.

export interface Scenario {
  id: string;
  title: string;
  group: string;
  blurb: string;
  /** What to look at: short paragraphs, code between back-ticks. */
  text: string[];
  try: string[];
  tags: string[];
  source: string;
  /** Relative address of the prebuilt module of exactly `source`. */
  module: string;
}

export interface ScenarioGroup {
  name: string;
  scenarios: Scenario[];
}

export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

export function parseScenarios(value: unknown): Scenario[] {
  const list = record(value, 'scenarios.json');
  if (list['version'] !== 1) {
    throw new ScenarioError(`scenarios.json: version 1 is wanted, not ${String(list['version'])}`);
  }
  const entries = list['scenarios'];
  if (!Array.isArray(entries) || entries.length === 0) {
    throw new ScenarioError('scenarios.json: "scenarios" must be a list with an entry or more');
  }
  const seen = new Set<string>();
  return entries.map((entry, index) => {
    const scenario = parseScenario(entry, `scenarios[${index}]`);
    if (seen.has(scenario.id)) throw new ScenarioError(`${scenario.id}: stands twice in the list`);
    seen.add(scenario.id);
    return scenario;
  });
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

function parseScenario(value: unknown, place: string): Scenario {
  const entry = record(value, place);
  const id = text(entry, 'id', place);
  if (!/^[a-z0-9][a-z0-9-]*$/.test(id)) {
    throw new ScenarioError(`${place}: "${id}" is no id (small letters, digits, hyphens)`);
  }
  const module = text(entry, 'module', place);
  if (/^[a-z]+:|^\/|(^|\/)\.\.(\/|$)/i.test(module)) {
    throw new ScenarioError(`${place}: "module" must lie below the playground's folder`);
  }
  return { id, module, title: text(entry, 'title', place), group: text(entry, 'group', place),
    blurb: text(entry, 'blurb', place), text: texts(entry, 'text', place),
    try: texts(entry, 'try', place), tags: texts(entry, 'tags', place),
    source: text(entry, 'source', place) };
}

function texts(entry: Record<string, unknown>, key: string, place: string): string[] {
  const value = Object.hasOwn(entry, key) ? entry[key] : undefined;
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw new ScenarioError(`${place}: "${key}" must be a list of strings`);
  }
  return value as string[];
}

function record(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ScenarioError(`${place}: must be an object`);
  }
  return value as Record<string, unknown>;
}

function text(entry: Record<string, unknown>, key: string, place: string): string {
  const value = Object.hasOwn(entry, key) ? entry[key] : undefined;
  if (typeof value !== 'string' || value === '') {
    throw new ScenarioError(`${place}: "${key}" must be a string with something in it`);
  }
  return value;
}
