// recent-results.ts — recently compiled programs: running one again compiles nothing.

import type { ProgramFiles } from '../logic/program-files.ts';
import type { CompileResult } from '../logic/run-sequence.ts';
import type { CompileOptions } from '../logic/program-settings.ts';

/** A module takes about half a megabyte. */
const entriesLimit = 8;

export class RecentResults {
  /** In order of last use. */
  private readonly entries = new Map<string, CompileResult>();

  find(files: ProgramFiles, options: CompileOptions): CompileResult | undefined {
    const key = keyOf(files, options);
    const found = this.entries.get(key);
    if (found) this.put(key, found);
    return found;
  }

  add(files: ProgramFiles, options: CompileOptions, result: CompileResult): void {
    if (result.kind === 'compiled') this.put(keyOf(files, options), result);
  }

  private put(key: string, result: CompileResult): void {
    this.entries.delete(key);
    this.entries.set(key, result);
    const [oldest] = this.entries.keys();
    if (this.entries.size > entriesLimit && oldest !== undefined) this.entries.delete(oldest);
  }
}

function keyOf(files: ProgramFiles, options: CompileOptions): string {
  const { standard, optimize, warnings } = options;
  return JSON.stringify([standard, optimize, warnings, files]);
}
