// main.ts — wires everything; the only file that knows the concrete classes.

import CompileWorker from './compile/compile-worker.ts?worker';
import { WorkerCompiler } from './compile/compile-handle.ts';
import { createEditor } from './editor/editor.ts';
import { DraftBook } from './logic/drafts.ts';
import { parseScenarios } from './logic/scenario.ts';
import { Session } from './logic/session.ts';
import { browserAddress } from './ports/address.ts';
import { copyText } from './ports/clipboard.ts';
import { missingForThreads } from './ports/isolation.ts';
import { browserStore } from './ports/storage.ts';
import { ThemePort } from './ports/theme.ts';
import { PlaygroundFiles } from './run/playground-files.ts';
import { WorkerRunner } from './run/run-handle.ts';
import RunWorker from './run/run-worker.ts?worker';
import { StraitPlayground } from './ui/strait-playground.ts';
import './ui/tokens.css';
import './ui/controls.css';
import './ui/layout.css';
import './ui/editor.css';
import './ui/output.css';

const playground = new URL('playground/', document.baseURI).href;
const files = new PlaygroundFiles(playground);
const store = browserStore();
const missing = missingForThreads();
const runner = new WorkerRunner({ files,
  createWorker: () => new RunWorker({ name: 'program' }) });
const compiler = new WorkerCompiler({ playground,
  createWorker: () => new CompileWorker({ name: 'compiler' }) });

async function loadSession(): Promise<Session> {
  const scenarios = parseScenarios(await files.json('scenarios.json'));
  return new Session({ scenarios, runner, compiler, missing, drafts: new DraftBook(store),
    now: () => performance.now() });
}

StraitPlayground.services = {
  loadSession,
  createEditor: (host, text, theme, events) => createEditor(host, text, theme, events,
    async () => (await import('./editor/monaco-editor.ts')).createMonacoEditor),
  theme: new ThemePort(store),
  address: browserAddress(),
  copy: copyText,
  prepare: (module) => {
    if (!missing) runner.prepare(module);
  },
};
customElements.define('strait-playground', StraitPlayground);
