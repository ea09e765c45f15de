// compiler-state.ts — the compiler's state: absent, on its way, or ready.

import { describeBytes } from './words.ts';

export type CompilerState =
  | { kind: 'absent' }
  /** `total` is 0 when all of it was stored before. */
  | { kind: 'fetching'; received: number; total: number }
  | { kind: 'warming' }
  | { kind: 'ready' };

/** What the page says about it while no run waits for it. */
export function compilerText(state: CompilerState, downloadBytes: number,
                             keptBytes: number): string {
  switch (state.kind) {
    case 'fetching':
      return state.received < state.total
        ? `Compiler: ${describeBytes(state.received)} of ${describeBytes(state.total)}`
        : 'Compiler: preparing';
    case 'warming':
      return 'Compiler: warming up';
    case 'absent':
    case 'ready':
      if (keptBytes > 0) return `Compiler: ${describeBytes(keptBytes)} stored`;
      return state.kind === 'ready' ? 'Compiler: in this tab only'
        : downloadBytes > 0 ? `Compiler: ${describeBytes(downloadBytes)}, on first edit` : '';
  }
}
