// knobs.mjs — constants of a program of which it is instructive to try several values: a reader
// changes one in the source, the playground compares two of them side by side.
// Idea: a knob names a constant that the source defines on a line of its own, such as
//       `constexpr int permits = 3;`. Another setting is another source, which is compiled as any.

/**
 * @typedef {{ constant: string, value: number }} Setting
 * @typedef {{ constant: string, values: number[], scale: 'steps' | 'time' }} Knob
 *          `scale`: on which the difference is seen
 */

export const knobLimits = { values: 4, value: 99_999 };

/** A whole name of the program. */
export const constantForm = /^[a-z][a-z0-9_]{0,30}$/;

/** @param {string} constant */
const definition = (constant) => new RegExp(
  `^(constexpr[ \\t]+[\\w:]+[ \\t]+${constant}[ \\t]*=[ \\t]*)(\\d{1,5})(?=[ \\t]*;)`, 'gm');

/**
 * The value that the source gives a constant; undefined unless exactly one line defines it.
 * @param {string} source
 * @param {string} constant
 */
export function valueOf(source, constant) {
  if (!constantForm.test(constant)) return undefined;
  const found = [...source.matchAll(definition(constant))];
  return found.length === 1 ? Number(found[0]?.[2]) : undefined;
}

/**
 * The source with another value of a constant; undefined if it does not define it.
 * @param {string} source
 * @param {Setting} setting
 */
export function withSetting(source, { constant, value }) {
  const isNumber = Number.isInteger(value) && value >= 0 && value <= knobLimits.value;
  if (!isNumber || valueOf(source, constant) === undefined) return undefined;
  return source.replace(definition(constant), (_, before) => `${before}${value}`);
}

/** @param {Setting} setting */
export const settingName = ({ constant, value }) => `${constant} = ${value}`;
