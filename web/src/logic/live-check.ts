// live-check.ts — when the reader pauses, the program is compiled: its messages are shown, and a
// Run of it finds it made.
// Invariants: 1. Nothing is checked before the compiler has been fetched, nor while a program is
//                compiled or runs. Whether a Run takes a check over or cancels it, the compiler
//                decides (compile/compile-handle.ts).
//             2. Results belong to the current text; a late result is dropped.
// Not here: the worker (compile/compile-ahead.ts), showing (editor/).

import type { Diagnostic } from './diagnostics.ts';
import { mainSource, sameFiles, type ProgramFiles } from './program-files.ts';
import type { CompileOptions } from './program-settings.ts';
import { sourceRefusal } from './source-limit.ts';

export interface SourceChecker {
  /** False until a compiler has been fetched. */
  readonly isReady: boolean;
  /** Called when it becomes true. */
  onReady: () => void;
  /** Undefined if it was cancelled or failed. */
  check(files: ProgramFiles,
        options: CompileOptions): Promise<readonly Diagnostic[] | undefined>;
  cancel(): void;
}

export interface Checked {
  readonly files: ProgramFiles;
  readonly options: CompileOptions;
  readonly busy: boolean;
  /** There is a module of exactly this program. */
  readonly prebuilt: boolean;
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
    checker.onReady = () => this.changed();
  }

  /** The text or the options have changed: they are checked when the reader pauses. */
  changed(): void {
    this.cancel();
    this.timer = setTimeout(() => void this.look(), quietMilliseconds);
  }

  /** A Run begins: it may want what is being compiled. */
  hold(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  cancel(): void {
    this.hold();
    this.checker.cancel();
  }

  private async look(): Promise<void> {
    const { files, options, busy, prebuilt } = this.current();
    if (busy) return;
    if (prebuilt) return this.tell([]);
    if (!this.checker.isReady || sourceRefusal(mainSource(files))) return;
    const found = await this.checker.check(files, options);
    const now = this.current();
    if (found && sameFiles(now.files, files) && !now.busy) this.tell(found);
  }
}
