// steps.mjs — the two things that both commands build, each only when its inputs changed.
import path from 'node:path';
import { root } from './setup/paths.mjs';
import { run, step } from './setup/run.mjs';
import { once } from './setup/stamp.mjs';

/** build/playground: glue, pack, prebuilt scenarios. */
export async function buildPlaygroundOnce(emscripten) {
  const settings = {
    inputs: ['wasm', 'core/include', 'core/scenarios', 'package-lock.json'],
    words: [emscripten.version],
    outputs: ['build/playground/pack.json', 'build/playground/runtime.json', 'build/llvm/llvm.mjs'],
  };
  await once('playground', settings, async () => {
    const { buildPlayground } = await import('../wasm/build.mjs');
    await buildPlayground(emscripten);
  });
}

/** build/site: the page, with a copy of build/playground. */
export async function buildSiteOnce() {
  const settings = {
    inputs: ['web', 'wasm', 'package-lock.json', 'build/playground/pack.json',
      'build/playground/scenarios.json', 'build/playground/runtime.json'],
    outputs: ['build/site/index.html', 'build/site/playground/pack.json'],
  };
  await once('site', settings, () =>
    step('page (vite build)', () =>
      run(process.execPath, [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '-c',
        'web/vite.config.ts', '--logLevel', 'warn'], { cwd: root, label: 'vite build' }),
    ),
  );
}
