// precompiled-headers.mjs — a precompiled header fits the standard and the optimization it was made
// with, and no other. The pack's is made for the usual ones; another is made here when a program
// first asks for it, which takes seconds, and kept for the next.
import { places, precompileFlags } from './flags.mjs';
import { needsOwnHeaders } from './options.mjs';

/** Each takes 25 MB or more. */
const headersLimit = 2;

const nameOf = ({ standard, optimize }) => `${standard}-O${optimize}`;

export class PrecompiledHeaders {
  #tools;
  /** Names of those made here, in order of last use. */
  #made = [];

  constructor(tools) {
    this.#tools = tools;
  }

  path(options) {
    return needsOwnHeaders(options) ? `/pack/${nameOf(options)}.pch` : places.precompiled;
  }

  /** Objects with the code that programs compiled with this header lack. */
  code(options) {
    return needsOwnHeaders(options) ? [] : [places.precompiledCode];
  }

  /** Makes the header if it is not there, after calling `onMake`. Returns its path. */
  async ensure(options, onMake) {
    const name = nameOf(options);
    const path = this.path(options);
    if (!needsOwnHeaders(options)) return path;
    if (!this.#made.includes(name)) {
      onMake();
      const { compiler, directories } = this.#tools;
      const { code, text } = await compiler.run(precompileFlags(options, path, false), directories);
      if (code !== 0) throw new Error(`the standard headers do not compile: ${text}`);
    }
    this.#made = [...this.#made.filter((other) => other !== name), name];
    for (const old of this.#made.splice(0, this.#made.length - headersLimit)) {
      delete this.#tools.directories.pack.files[`${old}.pch`];
    }
    return path;
  }
}
