// options.mjs — what may be chosen for a program; nothing else ever reaches clang. The flags behind
// each choice are in flags.mjs.

export const optionChoices = /** @type {const} */ ({
  standard: ['c++20', 'c++23', 'c++26'],
  /** The number behind `-O`. */
  optimize: ['0', '1', '2'],
  /** Nothing; `-Wall`; `-Wall -Wextra`; both, and a warning refuses the program. */
  warnings: ['off', 'default', 'extra', 'error'],
});

/**
 * @typedef {typeof optionChoices} Choices
 * @typedef {{ [Name in keyof Choices]: Choices[Name][number] }} Options
 */

/** @type {Options} */
export const defaultOptions = { standard: 'c++23', optimize: '0', warnings: 'default' };

/** Whether the pack has no precompiled header for these options.
 *  @param {Options} options */
export function needsOwnHeaders({ standard, optimize }) {
  return standard !== defaultOptions.standard || optimize !== defaultOptions.optimize;
}

/** @param {Record<string, string>} options */
export function areAllowed(options) {
  return Object.entries(optionChoices).every(([name, choices]) =>
    /** @type {readonly string[]} */ (choices).includes(options[name]));
}
