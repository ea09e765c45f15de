// services.ts — what the page needs from outside; main.ts provides it.

import type { CreateEditor } from '../logic/code-editor.ts';
import type { Session } from '../logic/session.ts';
import type { Tour } from '../logic/tour.ts';
import type { CompilerControl } from './compiler-note.ts';

export interface PlaygroundServices {
  /** Loads the scenarios and creates the session; its error message is for the reader. */
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
    href(fragment: string): string;
  };
  /** Another tab wrote to the browser's storage. */
  onStoreChange(changed: (key: string) => void): void;
  copy(text: string | Promise<string>): Promise<boolean>;
  save(name: string, text: string): void;
  saveBytes(name: string, bytes: Uint8Array<ArrayBuffer>): void;
  /** The system's own share dialog, if there is one. */
  systemShare: ((title: string, url: string) => Promise<void>) | undefined;
  /** The formatted source; undefined if it cannot be formatted. */
  format(source: string): Promise<string | undefined>;
  /** The reader's preferences, stored. */
  preferences: {
    readonly codeSize: number;
    stepCodeSize(by: 1 | -1): void;
    /** The code's share of the width; undefined until the reader has chosen it. */
    splitRatio: number | undefined;
  };
  compiler: CompilerControl;
  /** Defines <flow-view>, which is fetched when it is first shown. */
  loadFlow(): Promise<unknown>;
  site: {
    /** A new version of the page is available; `take` switches to it. */
    onUpdate: (take: () => void) => void;
    /** It has become known whether programs can run here. */
    onChange: () => void;
  };
  /** The reader types in the editor. */
  typed(): void;
  /** A program is shown, prebuilt or not: what its run needs can be fetched ahead. */
  prepare(module: string | undefined): void;
}
