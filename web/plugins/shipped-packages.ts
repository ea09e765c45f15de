// shipped-packages.ts — the npm packages whose work is in the site: `dependencies` of package.json
// and what these depend on. That the page imports no others is a rule of .ci/layers.mjs.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  dependencies?: Record<string, string>;
  author?: string;
  description?: string;
  license?: string;
  homepage?: string;
}

export function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Types alone, and what Lit needs on servers only. */
const notShipped = /^@types\/|^@lit-labs\/ssr-dom-shim$/;

/** Their names, sorted. */
export function shippedPackages(root: string): string[] {
  const found = new Set<string>();
  const visit = (folder: string): void => {
    for (const name of Object.keys(manifest(folder).dependencies ?? {})) {
      if (found.has(name) || notShipped.test(name)) continue;
      found.add(name);
      visit(join(root, 'node_modules', name));
    }
  };
  visit(root);
  return [...found].sort();
}
