// left-files.ts — files that a program left behind, as they are shown and saved.
// Invariants: a path is any text that a program chose; what is shown of it is one line, and what is
//             saved under is a plain name.

import { leftLimits, type LeftFile, type LeftFiles } from '../../../wasm/runtime/left-files.mjs';
import { describeCount } from './words.ts';

export type { LeftFile, LeftFiles };

export const noFiles: LeftFiles = { files: [], omitted: 0 };

const shownMost = 200;
const nameMost = 100;

/** Control characters, and those that turn the direction of writing. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

export function shownPath(path: string): string {
  const line = path.replace(unseen, '\ufffd');
  return line.length > shownMost ? `…${line.slice(1 - shownMost)}` : line;
}

/** The path's last part, without what some system gives a meaning to. */
export function savedName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
    .replace(unseen, '_')
    .replace(/[\\/:*?"<>|]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  return name.length > nameMost ? name.slice(-nameMost) : name || 'file';
}

/** Said below the list when there were more files than it shows; empty else. */
export function describeOmitted({ omitted }: LeftFiles): string {
  if (omitted === 0) return '';
  return `${describeCount(omitted, 'more file')} ${omitted === 1 ? 'is' : 'are'} not kept: ` +
    `${leftLimits.files} files and ${leftLimits.bytes / 1024 / 1024} MiB are the most.`;
}
