// format-worker.ts — clang-format in the project's own style; fetched when it is first needed.

import init, { format } from '@wasm-fmt/clang-format/vite';
import houseStyle from '../../../.clang-format?raw';
import scenarioStyle from '../../../core/scenarios/.clang-format?raw';
import { loaded, type Loaded } from '../logic/watched-worker.ts';

export interface FormatAnswer {
  kind: 'formatted';
  /** Undefined if the text could not be formatted. */
  text?: string;
}

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<string>) => void) | null;
  postMessage(answer: FormatAnswer | Loaded): void;
};
const ready = init();

/** The project's style with the shorter lines of the scenarios. */
const lineLength = /^ColumnLimit: \d+$/m;
const style = houseStyle.replace(lineLength, lineLength.exec(scenarioStyle)?.[0] ?? '$&');

scope.onmessage = async ({ data }) => {
  try {
    await ready;
    scope.postMessage({ kind: 'formatted', text: format(data, 'main.cpp', style) });
  } catch {
    scope.postMessage({ kind: 'formatted' });
  }
};

scope.postMessage(loaded);
