// precompiled-headers.mjs — a precompiled header fits the standard and the optimization it was made
// with, and no other. The pack's is made for the usual ones; another is made here when a program
// first asks for it, which takes seconds, and kept for the next.
import { places, precompileFlags } from './flags.mjs';

/** Each takes 25 MB or more. */
const headersLimit = 2;

const nameOf = ({ standard, optimize }) => `${standard}-O${optimize}`;

export class PrecompiledHeaders {
  #tools;
  #usual;
  /** Names of those made here, in order of last use. */
  #made = [];

  /** `usual`: the options that the pack's own header was made with. */
  constructor(tools, usual) {
    this.#tools = tools;
    this.#usual = nameOf(usual);
  }

  has(options) {
    const name = nameOf(options);
    return name === this.#usual || this.#made.includes(name);
  }

  path(options) {
    const name = nameOf(options);
    return name === this.#usual ? places.precompiled : `/pack/${name}.pch`;
  }

  /** Objects with the code that programs compiled with this header lack. */
  code(options) {
    const { pack } = this.#tools.directories;
    const isThere = nameOf(options) === this.#usual && 'prelude.o' in pack.files;
    return isThere ? [places.precompiledCode] : [];
  }

  /** Makes the header if it is not there, after calling `onMake`. Returns its path. */
  async ensure(options, onMake) {
    const name = nameOf(options);
    const path = this.path(options);
    if (name === this.#usual) return path;
    if (!this.#made.includes(name)) {
      onMake();
      const { compiler, directories } = this.#tools;
      const { code, text } = await compiler.run(precompileFlags(options, path), directories);
      if (code !== 0) throw new Error(`the standard headers do not compile: ${text}`);
    }
    this.#made = [...this.#made.filter((other) => other !== name), name];
    for (const old of this.#made.splice(0, this.#made.length - headersLimit)) {
      delete this.#tools.directories.pack.files[`${old}.pch`];
    }
    return path;
  }
}
