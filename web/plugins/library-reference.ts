// library-reference.ts — `virtual:library-docs`: the library's reference, from its headers.

import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { readLibraryDocs } from '../library-docs.ts';

/** `folder`: the library's headers. */
export function libraryReference(folder: string): Plugin {
  const name = 'virtual:library-docs';
  return {
    name: 'strait-library-reference',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      this.addWatchFile(resolve(folder));
      return `export default ${JSON.stringify(readLibraryDocs(folder))};`;
    },
  };
}
