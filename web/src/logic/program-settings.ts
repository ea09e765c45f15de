// program-settings.ts — what a reader can choose for a program besides its source: how it is
// compiled, and what it reads from its standard input.
// Invariants: 1. Every option has a value of the list; nothing else ever reaches the compiler.
//             2. Prebuilt modules belong to the default options only.
// Not here: the flags behind a choice (wasm/pipeline), the form (ui/).

import * as v from 'valibot';
import { defaultOptions, needsOwnHeaders, optionChoices, type Options }
  from '../../../wasm/pipeline/options.mjs';
import { machine } from '../../../wasm/runtime/machine.mjs';
import { parseUntrusted } from './schemas.ts';
import { utf8Length } from './source-limit.ts';
import { describeBytes } from './words.ts';

export { defaultOptions, needsOwnHeaders, optionChoices };
export type CompileOptions = Options;
export type OptionName = keyof CompileOptions;

export interface ProgramSettings {
  options: CompileOptions;
  stdin: string;
}

export const defaultSettings: ProgramSettings = { options: defaultOptions, stdin: '' };

/** The room that a program has for its input (wasm/runtime/machine.mjs). */
export const stdinBytesLimit = machine.inputBytes;

const names = Object.keys(optionChoices) as OptionName[];

export function sameOptions(left: CompileOptions, right: CompileOptions): boolean {
  return names.every((name) => left[name] === right[name]);
}

export function areDefault(options: CompileOptions): boolean {
  return sameOptions(options, defaultOptions);
}

/** Options in links, messages and storage. Absent ones have their defaults; an unknown name or
    value invalidates them all. */
export const compileOptions = v.pipe(
  v.custom<object>((value) => !Array.isArray(value)), // strictObject alone would accept []
  v.strictObject({
    standard: v.optional(v.picklist(optionChoices.standard), defaultOptions.standard),
    optimize: v.optional(v.picklist(optionChoices.optimize), defaultOptions.optimize),
    warnings: v.optional(v.picklist(optionChoices.warnings), defaultOptions.warnings),
  }));

export function parseOptions(value: unknown): CompileOptions | undefined {
  return parseUntrusted(compileOptions, value);
}

/** Input within the limit. */
export const stdinText = v.pipe(v.string(), v.check((text) => stdinRefusal(text) === undefined));

/** Why the input is refused; undefined if it is not. */
export function stdinRefusal(stdin: string): string | undefined {
  const bytes = utf8Length(stdin);
  return bytes <= stdinBytesLimit ? undefined
    : `the input is ${describeBytes(bytes)}; the limit is ${describeBytes(stdinBytesLimit)}`;
}
