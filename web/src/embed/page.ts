// page.ts — wires embed.html, as main.ts wires index.html: with the plain editor, and storage for
// this visit only (documentation shows its programs as they were written).

import compileWorker from '../compile/compile-worker.ts?worker&url';
import { WorkerCompiler } from '../compile/compile-handle.ts';
import { PlainEditor } from '../editor/plain-editor.ts';
import { DraftStore, type TextStore } from '../logic/draft-store.ts';
import { SettingsStore } from '../logic/settings-store.ts';
import type { RecordedFlow } from '../logic/recorded-flow.ts';
import { findRecording } from '../logic/recording.ts';
import { parseScenarios } from '../logic/scenario.ts';
import { Session } from '../logic/session.ts';
import { decodeShareLink, encodeShareLink, isShareFragment } from '../logic/share-link.ts';
import { copyText } from '../ports/clipboard.ts';
import { isWebKit } from '../ports/engine.ts';
import { saveBytes } from '../ports/files.ts';
import { describeMissing, missingForThreads } from '../ports/isolation.ts';
import { pageWorker } from '../ports/page-worker.ts';
import { registerForNextVisit } from '../ports/service-worker.ts';
import { Preferences } from '../ports/preferences.ts';
import { ThemePort } from '../ports/theme.ts';
import { PlaygroundFiles } from '../run/playground-files.ts';
import { WorkerLauncher } from '../run/launcher.ts';
import runWorker from '../run/run-worker.ts?worker&url';
import { EditorController } from '../ui/editor-controller.ts';
import '../ui/tokens.css';
import '../ui/controls.css';
import '../ui/editor.css';
import '../ui/output.css';
import './embed.css';
import './embed-view.ts';
import type { EmbedParts, EmbedView } from './embed-view.ts';
import type { ToPlayground } from './messages.ts';
import { parentPort } from './parent-port.ts';

function memoryStore(): TextStore {
  const kept = new Map<string, string>();
  return { get: (key) => kept.get(key), remove: (key) => void kept.delete(key),
    set: (key, text) => Boolean(kept.set(key, text)) };
}

const query = new URLSearchParams(location.search);
const embedder = parentPort(query.get('host'));
const store = memoryStore();
const theme = new ThemePort(store);
const asked = query.get('theme');
if (asked === 'light' || asked === 'dark') theme.choose(asked);

const playground = new URL('playground/', document.baseURI).href;
const files = new PlaygroundFiles(playground);
const unsupportedReason = describeMissing(missingForThreads());
const compiler = new WorkerCompiler({ playground,
  createWorker: pageWorker(compileWorker, 'compiler') });
const launcher = new WorkerLauncher({ files, createWorker: pageWorker(runWorker, 'program'),
  slowStart: isWebKit ? compiler : undefined });

/** Opens what the address names; throws an Error with a message for the reader. */
async function openAddress(session: Session): Promise<void> {
  const fragment = location.hash;
  if (isShareFragment(fragment)) session.openLink(fragment, await decodeShareLink(fragment));
  else if (fragment.length > 1 && !session.openScenario(fragment.slice(1))) {
    throw new Error('The address of this playground names a scenario that does not exist.');
  }
}

async function tabAddress(session: Session, flow: RecordedFlow | undefined): Promise<string> {
  const { program, scenario } = session;
  const fragment = scenario && !program.isEdited && !program.isLink && !flow ? `#${scenario.id}`
    : await encodeShareLink({ ...program.shared, ...(flow ? { flow } : {}) });
  return new URL(`./${fragment}`, document.baseURI).href;
}

async function load(view: EmbedView): Promise<EmbedParts> {
  const scenarios = parseScenarios(await files.json('scenarios.json'));
  const session = new Session({ scenarios, launcher, compiler, unsupportedReason,
    drafts: new DraftStore(store), settingsStore: new SettingsStore(store),
    recordingOf: async (id) => findRecording(await files.json('recordings.json'), id),
    now: () => performance.now() });
  await openAddress(session);
  if (!unsupportedReason) launcher.prepare(session.program.prebuiltModule);
  const editor = new EditorController(session, {
    createEditor(place, text, _theme, events) {
      place.dataset['editor'] = 'plain';
      return new PlainEditor(place, text, events);
    },
    format: async () => undefined,
    preferences: new Preferences(store),
    theme,
    typed: () => {},
  }, { changed: () => view.editorChanged(), notify: () => {} });
  return { session, editor, say: (message) => embedder.send(message),
    tabAddress: (flow) => tabAddress(session, flow),
    copy: copyText, saveFile: saveBytes,
    loadFlow: () => import('../flow/view/flow-view.ts') };
}

async function begin(): Promise<void> {
  const view = document.querySelector('strait-embed');
  if (!view) return;
  embedder.listen((message: ToPlayground) => view.receive(message));
  try {
    view.begin(await load(view));
  } catch (error) {
    view.failure = error instanceof Error ? error.message : String(error);
  }
}

void begin();

// Pages of servers that send no headers get them from the worker, from the next visit on.
if (import.meta.env.PROD && unsupportedReason) {
  void registerForNextVisit(new URL('service-worker.js', document.baseURI).href);
}
