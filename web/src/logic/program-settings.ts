// program-settings.ts — what a reader may choose for a program beside its source: how it is
// compiled, and what it reads from its standard input.
// Invariants: 1. Every option has a value of this list; nothing else ever reaches the compiler.
//             2. Prebuilt modules belong to the default options only.
// Not here: the flags behind a choice (wasm/pipeline), the form (ui/).

import { utf8Length } from './source-limit.ts';
import { describeBytes } from './words.ts';

export const optionChoices = {
  standard: ['c++20', 'c++23', 'c++26'],
  /** The number behind `-O`. */
  optimize: ['0', '1', '2'],
  /** Nothing; `-Wall`; `-Wall -Wextra`; both, and a warning refuses the program. */
  warnings: ['off', 'default', 'extra', 'error'],
} as const;

type Choices = typeof optionChoices;
export type CompileOptions = { [Name in keyof Choices]: Choices[Name][number] };
export type OptionName = keyof CompileOptions;

export interface ProgramSettings {
  options: CompileOptions;
  stdin: string;
}

export const defaultOptions: CompileOptions =
  { standard: 'c++23', optimize: '0', warnings: 'default' };
export const defaultSettings: ProgramSettings = { options: defaultOptions, stdin: '' };

/** The room that a program has for its input (wasm/runtime/control.hpp). */
export const stdinBytesMost = 64 * 1024;

const names = Object.keys(optionChoices) as OptionName[];

export function sameOptions(left: CompileOptions, right: CompileOptions): boolean {
  return names.every((name) => left[name] === right[name]);
}

export function areDefault(options: CompileOptions): boolean {
  return sameOptions(options, defaultOptions);
}

/** Options out of an untrusted value; what it leaves out is the default. Nothing when it is not
    options: another name, another value, another kind of thing. */
export function parseOptions(value: unknown): CompileOptions | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const options: Record<string, string> = { ...defaultOptions };
  for (const [name, choice] of Object.entries(value)) {
    if (!Object.hasOwn(optionChoices, name)) return undefined;
    const allowed: readonly string[] = optionChoices[name as OptionName];
    if (typeof choice !== 'string' || !allowed.includes(choice)) return undefined;
    options[name] = choice;
  }
  return options as CompileOptions;
}

/** A sentence when the input is refused, nothing when a program may read it. */
export function stdinRefusal(stdin: string): string | undefined {
  const bytes = utf8Length(stdin);
  return bytes <= stdinBytesMost ? undefined
    : `the input is ${describeBytes(bytes)} long; the limit is ${describeBytes(stdinBytesMost)}`;
}
