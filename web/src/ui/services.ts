// services.ts — what the page needs from outside; main.ts hands in the real ones.

import type { CreateEditor } from '../logic/code-editor.ts';
import type { Session } from '../logic/session.ts';
import type { Tour } from '../logic/tour.ts';
import type { CompilerCare } from './compiler-note.ts';

export interface PlaygroundServices {
  /** Loads the scenarios and makes the session; its failure is a sentence for the reader. */
  loadSession(): Promise<{ session: Session; tour: Tour }>;
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
  /** Another tab wrote to the browser's storage. */
  onStoreChange(changed: (key: string) => void): void;
  copy(text: string): Promise<boolean>;
  save(name: string, text: string): void;
  /** The system's own way to share a link, where it has one. */
  systemShare: ((title: string, url: string) => Promise<void>) | undefined;
  /** The source in the project's layout; nothing when that cannot be had. */
  format(source: string): Promise<string | undefined>;
  /** How the reader likes the page; kept. */
  preferences: {
    readonly codeSize: number;
    stepCodeSize(by: 1 | -1): void;
    /** The code's part of the room beside the output; nothing before it was chosen. */
    splitRatio: number | undefined;
  };
  compiler: CompilerCare;
  site: {
    /** A new version of the page is there; `take` shows it. */
    onUpdate: (take: () => void) => void;
    /** What this browser lacks is known better now. */
    onChange: () => void;
  };
  /** The reader changes the program by hand. */
  typed(): void;
  /** A program is shown, prebuilt or not: what its run needs may be fetched while nobody waits. */
  prepare(module: string | undefined): void;
}
