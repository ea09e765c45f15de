// left-files.ts — files that a program left behind, as they are shown and saved.
// Invariants: a path is any text that a program chose; what is shown of it is one line, and what is
//             saved under is a plain name.

import type { LeftFile, LeftFiles } from '../../../wasm/runtime/left-files.mjs';
import { fileLimits } from '../../../wasm/runtime/machine.mjs';
import { describeCount } from './words.ts';

export type { LeftFile, LeftFiles };

export const noFiles: LeftFiles = { files: [], omitted: 0 };

const shownCharactersLimit = 200;
const nameCharactersLimit = 100;

/** Control characters, and those that change the direction of writing. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

export function shownPath(path: string): string {
  const line = path.replace(unseen, '\ufffd');
  return line.length > shownCharactersLimit ? `…${line.slice(1 - shownCharactersLimit)}` : line;
}

/** The last part of the path, without characters that are special on some system. */
export function savedName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
    .replace(unseen, '_')
    .replace(/[\\/:*?"<>|]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  return name.length > nameCharactersLimit ? name.slice(-nameCharactersLimit) : name || 'file';
}

/** A sentence for below the list if there were more files than it shows; otherwise empty. */
export function describeOmitted({ omitted }: LeftFiles): string {
  if (omitted === 0) return '';
  return `${describeCount(omitted, 'more file')} ${omitted === 1 ? 'is' : 'are'} not kept: ` +
    `the limit is ${fileLimits.listed} files and ${fileLimits.bytes / 1024 / 1024} MiB.`;
}
