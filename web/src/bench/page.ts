// page.ts — wires bench.html.

import { copyText } from '../ports/clipboard.ts';
import { saveBytes } from '../ports/files.ts';
import { missingForThreads, missingForWorkers } from '../ports/isolation.ts';
import { pageWorker } from '../ports/page-worker.ts';
import { mayBecomeIsolated, startServiceWorker } from '../ports/service-worker.ts';
import { browserStore } from '../ports/storage.ts';
import { ThemePort } from '../ports/theme.ts';
import { PlaygroundFiles } from '../run/playground-files.ts';
import { WorkerLauncher } from '../run/launcher.ts';
import runWorker from '../run/run-worker.ts?worker&url';
import '../ui/tokens.css';
import '../ui/controls.css';
import './bench.css';
import { parsePrograms } from './benchmark.ts';
import { StraitBenchmark } from './bench-view.ts';

const files = new PlaygroundFiles(new URL('playground/', document.baseURI).href);
const launcher = new WorkerLauncher({ files, createWorker: pageWorker(runWorker, 'program') });
const findMissing = (): string | undefined =>
  missingForThreads() ?? missingForWorkers(() => launcher.prepare());

new ThemePort(browserStore());
StraitBenchmark.services = {
  launcher,
  loadPrograms: async () => parsePrograms(await files.json('benchmark.json')),
  processors: navigator.hardwareConcurrency,
  copy: copyText,
  save: (name, text) => saveBytes(name, new TextEncoder().encode(text)),
};
customElements.define('strait-benchmark', StraitBenchmark);

function beReady(): void {
  const view = document.querySelector('strait-benchmark');
  if (view) Object.assign(view, { missing: findMissing(), ready: true });
}

/** It may reload, and then have threads. */
const isPreparing = mayBecomeIsolated();
if (!isPreparing) beReady();
if (import.meta.env.PROD) {
  const updated = (): void => {}; // the playground tells of a new version
  void startServiceWorker(new URL('service-worker.js', document.baseURI).href, { updated })
    .then(() => isPreparing && beReady());
}
