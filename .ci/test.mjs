// test.mjs — `npm test`: sets up what is missing and runs everything, native, WebAssembly and page.
// Builds keep the processors busy, so they run side by side; the page's tests come last, when
// nothing else does. What is long and rare is in verify.mjs.
import * as cplusplus from './cplusplus.mjs';
import { emptyReports, Parts, sideBySide } from './parts.mjs';
import { playwright } from './playwright.mjs';
import { toolchain } from './setup/index.mjs';
import { main } from './setup/run.mjs';
import { tidy } from './tidy.mjs';

/** C++: tests of one tree sleep while the other is built. */
async function testLibrary(parts, tools) {
  const isBuilt = await parts.run('C++, native: build', () => cplusplus.build('dev', tools));
  const native = isBuilt
    ? parts.run('C++, native: tests', () => cplusplus.test('dev')) : Promise.resolve();
  const wasm = await parts.run('C++, WebAssembly: build', () => cplusplus.build('wasm', tools));
  await native;
  if (wasm) await parts.run('C++, WebAssembly: tests', () => cplusplus.test('wasm'));
}

/** The page, up to where a browser is needed. */
async function testPage(parts, tools) {
  const { buildPlayground } = await import('../wasm/build.mjs');
  const { buildSite, checkTypes } = await import('./site.mjs');
  await parts.run('Playground: modules, glue, pack', () => buildPlayground(tools));
  await parts.run('Page: types', checkTypes);
  await parts.run('Page: build', buildSite);
  await parts.run('Logic and WebAssembly under Node', () => playwright(['logic', 'node']));
}

await main(async () => {
  const parts = new Parts();
  const tools = await toolchain({ tests: true });
  await emptyReports();
  await parts.run('Style', tidy);
  await sideBySide({
    'C++ ': () => testLibrary(parts, tools),
    page: () => testPage(parts, tools),
  });
  await parts.run('Page in Chromium, journeys in Chromium and Firefox', () =>
    playwright(['chromium-sleeping', 'journey-firefox', 'journey-chromium', 'chromium'], tools));
  // Alone: it compiles the compiler on all processors, for tens of seconds when it has to share.
  await parts.run('Journey in WebKit', () => playwright(['journey-webkit'], tools));
  return parts.tell();
});
