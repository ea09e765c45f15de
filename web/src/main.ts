// main.ts — wires the page. Only this file, embed/page.ts and bench/page.ts know the concrete
// classes.

import compileWorker from './compile/compile-worker.ts?worker&url';
import { CompileAhead } from './compile/compile-ahead.ts';
import { WorkerCompiler } from './compile/compile-handle.ts';
import { deletePackCache, keepsAnything, keptBytes } from './compile/cache-storage.ts';
import { packBytes, parsePack } from './compile/pack-list.ts';
import { createEditor, wideEnough } from './editor/editor.ts';
import formatWorker from './editor/format-worker.ts?worker&url';
import { Formatter } from './editor/formatter.ts';
import { DraftStore } from './logic/draft-store.ts';
import { SettingsStore } from './logic/settings-store.ts';
import { findRecording } from './logic/recording.ts';
import { parseScenarios } from './logic/scenario.ts';
import { Session } from './logic/session.ts';
import { Tour } from './logic/tour.ts';
import { browserAddress } from './ports/address.ts';
import { copyText } from './ports/clipboard.ts';
import { isWebKit } from './ports/engine.ts';
import { saveBytes, saveText, systemShare } from './ports/files.ts';
import { describeMissing, missingForThreads, missingForWorkers } from './ports/isolation.ts';
import { savesData } from './ports/connection.ts';
import { pageWorker } from './ports/page-worker.ts';
import { Preferences } from './ports/preferences.ts';
import { mayBecomeIsolated, startServiceWorker } from './ports/service-worker.ts';
import { browserStore, onStoreChange } from './ports/storage.ts';
import { ThemePort } from './ports/theme.ts';
import { PlaygroundFiles } from './run/playground-files.ts';
import { WorkerLauncher } from './run/launcher.ts';
import runWorker from './run/run-worker.ts?worker&url';
import { StraitPlayground } from './ui/strait-playground.ts';
import './ui/tokens.css';
import './ui/controls.css';
import './ui/compiler-note.css';
import './ui/layout.css';
import './ui/scenarios.css';
import './ui/share.css';
import './ui/editor.css';
import './ui/output.css';

const playground = new URL('playground/', document.baseURI).href;
const files = new PlaygroundFiles(playground);
const store = browserStore();
const site = { onUpdate: (_take: () => void) => {}, onChange: () => {} };
const launcher = new WorkerLauncher({ files, createWorker: pageWorker(runWorker, 'program'),
  slowStart: isWebKit ? { pause: pauseCompilers, resume: () => compiler.resume() } : undefined });
/** Workers are tried with the one that the first run will use. */
const findUnsupportedReason = (): string | undefined =>
  describeMissing(missingForThreads() ?? missingForWorkers(() => launcher.prepare()));
/** It may reload, and then run programs. */
let isPreparing = mayBecomeIsolated();
let unsupportedReason = isPreparing
  ? 'the page is preparing itself for threads and will reload once'
  : findUnsupportedReason();
const compiler = new WorkerCompiler({ playground,
  createWorker: pageWorker(compileWorker, 'compiler') });
const formatter = new Formatter(pageWorker(formatWorker, 'formatter'));
// A second compiler beside the first one is too much for a phone.
const checker = matchMedia(wideEnough).matches
  ? new CompileAhead(compiler, pageWorker(compileWorker, 'ahead'), () => !document.hidden)
  : undefined;

function pauseCompilers(): void {
  compiler.pause();
  checker?.pause();
}

async function loadSession(): Promise<{ session: Session; tour: Tour }> {
  const scenarios = parseScenarios(await files.json('scenarios.json'));
  const session = new Session({ scenarios, launcher, compiler, drafts: new DraftStore(store),
    settingsStore: new SettingsStore(store), ...(checker ? { checker } : {}),
    recordingOf: async (id) => isPreparing ? undefined
      : findRecording(await files.json('recordings.json'), id),
    now: () => performance.now(), get unsupportedReason() { return unsupportedReason; } });
  return { session, tour: new Tour(scenarios, store) };
}

/** 0 if it cannot be determined. */
async function downloadBytes(): Promise<number> {
  try {
    return packBytes(parsePack(await files.json('pack.json')));
  } catch {
    return 0;
  }
}

StraitPlayground.services = {
  loadSession,
  createEditor: (container, text, theme, events) => createEditor(container, text, theme, events,
    async () => (await import('./editor/monaco-editor.ts')).createMonacoEditor),
  theme: new ThemePort(store),
  address: browserAddress(),
  onStoreChange,
  copy: copyText,
  save: saveText,
  saveBytes,
  systemShare: systemShare(),
  loadFlow: () => import('./flow/view/flow-view.ts'),
  format: (source) => formatter.format(source),
  preferences: new Preferences(store),
  compiler: Object.assign(compiler, { downloadBytes, keptBytes, deleteKept: deletePackCache }),
  site,
  // Readers who type will run: the compiler is fetched meanwhile, unless they save data.
  typed: () => {
    if (!unsupportedReason && !savesData()) compiler.warmUp();
  },
  prepare: (module) => {
    if (unsupportedReason) return;
    launcher.prepare(module);
    // A draft or a link: if the compiler is stored here, it warms up while the code is read.
    if (!module && !savesData()) {
      void keepsAnything().then((kept) => {
        if (kept) compiler.warmUp();
      });
    }
  },
};
customElements.define('strait-playground', StraitPlayground);

if (import.meta.env.PROD) {
  void startServiceWorker(new URL('service-worker.js', document.baseURI).href, {
    updated: (take) => site.onUpdate(take),
  }).then(() => {
    isPreparing = false;
    unsupportedReason = findUnsupportedReason();
    site.onChange();
  });
}
