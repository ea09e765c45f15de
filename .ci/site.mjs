// site.mjs — the page as files that any static host can serve: build/site.
import path from 'node:path';
import { root, siteFolder } from './setup/paths.mjs';
import { run, step } from './setup/run.mjs';
import { once } from './setup/stamp.mjs';

const vite = path.join(root, 'node_modules/vite/bin/vite.js');
const typescript = path.join(root, 'node_modules/typescript/bin/tsc');

const inputs = ['web', 'wasm', 'bench/harness', 'LICENSE', 'package-lock.json', 'build/playground',
  'build/llvm', 'core/include', '.clang-format'];

export async function buildSite() {
  const outputs = [path.join(siteFolder, 'index.html'), path.join(siteFolder, 'playground')];
  await once('site', { inputs, outputs }, () =>
    step('The page', () =>
      run(process.execPath, [vite, 'build', '--config', 'web/vite.config.ts'], {
        cwd: root,
        label: 'vite build',
      }),
    ),
  );
}

/** What is checked together; plain JavaScript by its JSDoc types. */
const projects = ['web', 'web/src/service-worker', 'web/plugins', 'wasm', 'tests'];

/** Strict TypeScript over the page, the pipeline and the tests of both. */
export async function checkTypes() {
  const checked = [...inputs, 'tests', '.ci'];
  await once('types', { inputs: checked }, () =>
    step('Types of the page', async () => {
      for (const project of projects) {
        const args = [typescript, '--noEmit', '-p', project];
        await run(process.execPath, args, { cwd: root, label: 'tsc' });
      }
    }),
  );
}
