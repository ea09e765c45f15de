// check.mjs — `npm run check`: what a day's change needs, in minutes. Style, types, the library's
// own tests natively, the page's logic, and one journey through the page.
import * as cplusplus from './cplusplus.mjs';
import { emptyReports, Parts, sideBySide } from './parts.mjs';
import { playwright } from './playwright.mjs';
import { toolchain } from './setup/index.mjs';
import { main } from './setup/run.mjs';
import { tidy } from './tidy.mjs';

await main(async () => {
  const parts = new Parts();
  const tools = await toolchain({ tests: true });
  await emptyReports();
  const { buildPlayground } = await import('../wasm/build.mjs');
  const { buildSite, checkTypes } = await import('./site.mjs');
  await parts.run('Style', tidy);
  await sideBySide({
    'C++ ': async () => {
      const isBuilt = await parts.run('C++, native: build', () =>
        cplusplus.build('dev', tools, ['strait_spec_programs']));
      if (isBuilt) {
        await parts.run('C++, native: spec', () => cplusplus.test('dev', ['-L', 'spec']));
      }
    },
    page: async () => {
      await parts.run('Playground: modules, glue, pack', () => buildPlayground(tools));
      await parts.run('Page: types', checkTypes);
      await parts.run('Page: build', buildSite);
      await parts.run('Logic', () => playwright(['logic']));
    },
  });
  await parts.run('One journey in Chromium', () =>
    playwright(['chromium'], { ...tools, files: ['journey-by-keyboard'] }));
  return parts.tell();
});
