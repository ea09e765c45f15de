// schemas.ts — how data from outside is validated: what several formats have in common, and the two
// ways to parse. Files of the site must be valid, or loading them fails; what others may have
// written (storage, links, messages) is accepted or ignored.
// Not here: the formats themselves; each is defined with what it describes.

import * as v from 'valibot';

/** The id of a scenario in scenarios.json, links and messages. */
export const scenarioId = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/,
  'is no id: lower-case letters, digits and hyphens, 64 at most'));

/** The relative address of a file below the playground's folder. */
export const pathBelow = v.pipe(v.string(), v.check(
  (path) => !/^[a-z]+:|^[/\\]|(^|[/\\])\.\.([/\\]|$)/i.test(path),
  'must lie below the playground’s folder'));

/** For files of the site. Throws an Error whose message names the file and the place. */
export function parseFile<Schema extends v.GenericSchema>(
  schema: Schema, value: unknown, file: string): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, value, { abortEarly: true });
  if (success) return output;
  const [issue] = issues;
  const place = v.getDotPath(issue);
  throw new Error(`${file} is damaged; reload the page. ` +
    `(${place === null ? '' : `${place}: `}${issue.message})`);
}

/** For what anybody may have written; undefined if it has another shape. */
export function parseUntrusted<Schema extends v.GenericSchema>(
  schema: Schema, value: unknown): v.InferOutput<Schema> | undefined {
  const result = v.safeParse(schema, value, { abortEarly: true });
  return result.success ? result.output : undefined;
}

/** The same for JSON text from the browser's storage. */
export function parseStored<Schema extends v.GenericSchema>(
  schema: Schema, text: string | undefined): v.InferOutput<Schema> | undefined {
  if (text === undefined) return undefined;
  try {
    return parseUntrusted(schema, JSON.parse(text));
  } catch {
    return undefined;
  }
}
