// services.ts — what the page needs from outside; main.ts hands in the real ones.

import type { CreateEditor } from '../logic/code-editor.ts';
import type { Session } from '../logic/session.ts';

export interface PlaygroundServices {
  /** Loads the scenarios and makes the session; its failure is a sentence for the reader. */
  loadSession(): Promise<Session>;
  createEditor: CreateEditor;
  theme: {
    readonly theme: 'light' | 'dark';
    readonly choice: 'auto' | 'light' | 'dark';
    choose(choice: 'auto' | 'light' | 'dark'): void;
    onChange: (theme: 'light' | 'dark') => void;
  };
  address: {
    fragment(): string;
    replace(fragment: string): void;
    push(fragment: string): void;
    onChange(changed: (fragment: string) => void): void;
    whole(fragment: string): string;
  };
  copy(text: string): Promise<boolean>;
  /** A program is shown: what its run will need may be fetched while nobody waits. */
  prepare(module: string | undefined): void;
}
