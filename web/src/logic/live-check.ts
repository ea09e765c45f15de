// live-check.ts — the compiler's messages while the reader types.
// Invariants: 1. Nothing is checked before the compiler has been fetched, nor while a program is
//                compiled or runs: a Run cancels a check and never waits for one.
//             2. Results belong to the current text; a late result is dropped.
// Not here: the worker (compile/check-handle.ts), showing (editor/).

import type { Diagnostic } from './diagnostics.ts';
import { mainSource, sameFiles, type ProgramFiles } from './program-files.ts';
import type { CompileOptions } from './program-settings.ts';
import { sourceRefusal } from './source-limit.ts';

export interface SourceChecker {
  /** False until a compiler has been fetched. */
  readonly isReady: boolean;
  /** Undefined if it was cancelled or failed. */
  check(files: ProgramFiles,
        options: CompileOptions): Promise<readonly Diagnostic[] | undefined>;
  cancel(): void;
}

export interface Checked {
  readonly files: ProgramFiles;
  readonly options: CompileOptions;
  readonly busy: boolean;
}

const quietMilliseconds = 500;

export class LiveCheck {
  private readonly checker: SourceChecker;
  private readonly current: () => Checked;
  private readonly tell: (diagnostics: readonly Diagnostic[]) => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(checker: SourceChecker, current: () => Checked,
              tell: (diagnostics: readonly Diagnostic[]) => void) {
    this.checker = checker;
    this.current = current;
    this.tell = tell;
  }

  /** The text or the options have changed: they are checked when the reader pauses. */
  changed(): void {
    this.cancel();
    this.timer = setTimeout(() => void this.look(), quietMilliseconds);
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.checker.cancel();
  }

  private async look(): Promise<void> {
    const { files, options, busy } = this.current();
    if (busy || !this.checker.isReady || sourceRefusal(mainSource(files))) return;
    const found = await this.checker.check(files, options);
    const now = this.current();
    if (found && sameFiles(now.files, files) && !now.busy) this.tell(found);
  }
}
