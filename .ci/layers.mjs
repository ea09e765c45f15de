// layers.mjs — which module of JavaScript or TypeScript may import which: rules for
// dependency-cruiser, checked as a part of tidy.mjs.
import { cruise } from 'dependency-cruiser';
import { root } from './setup/paths.mjs';

/** Which folders of web/src a folder may import from, besides itself. The two files that wire
 *  everything may import everything: main.ts and a page.ts each of the other pages. */
export const webLayers = {
  logic: [],
  ports: ['logic'],
  run: ['logic'],
  compile: ['logic', 'run'],
  editor: ['logic'],
  ui: ['logic'],
  'flow/model': ['logic'],
  'flow/picture': ['flow/model'],
  'flow/export': ['flow/model', 'flow/picture'],
  'flow/view': ['logic', 'ui', 'flow/model', 'flow/picture', 'flow/export'],
  embed: ['logic', 'ui'],
  bench: ['logic', 'ui'],
  'service-worker': [],
};

/** What the benchmark's page shares with the command. */
const ofBenchmark = '^bench/harness/(matrix|statistics)\\.mjs$';

/** @returns {{ name: string, comment: string, severity: 'error', from: object, to: object }} */
const rule = (comment, from, to) =>
  ({ name: comment.replace(/\W+/g, '-'), comment, severity: 'error', from, to });

export const layerRules = [
  ...Object.entries(webLayers).map(([layer, allowed]) =>
    rule(`web/src/${layer} imports ${allowed.join(', ') || 'no other layer'}`,
      { path: `^web/src/${layer}/`, pathNot: '^web/src/(embed|bench)/page\\.ts$' },
      { path: '^web/src/', pathNot: `^web/src/(${[layer, ...allowed].join('|')})/` })),
  rule('the page imports of wasm what runs in a page', { path: '^web/src/' },
    { path: '^wasm/', pathNot: '^wasm/(pipeline|runtime|trace)/' }),
  rule('what runs in a page needs nothing of Node.js',
    { path: `^(web/src|wasm/(pipeline|runtime|trace))/|${ofBenchmark}` },
    { dependencyTypes: ['core'] }),
  rule('what is shipped is a dependency, not a tool',
    { path: '^(web/src|wasm/(pipeline|runtime|trace))/' },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] }),
  rule('wasm does not know the page', { path: '^wasm/' }, { path: '^web/' }),
  rule('nothing that is shipped or builds it imports a test', { path: '^(web|wasm|core)/' },
    { path: '^tests/' }),
  rule('nothing but its tests and its page imports the benchmark',
    { path: '^(web|wasm|core|\\.ci)/', pathNot: '^web/src/bench/' }, { path: '^bench/' }),
  rule('of the benchmark, its page imports what is pure', { path: '^web/src/bench/' },
    { path: '^bench/', pathNot: ofBenchmark }),
  rule('no module imports itself by a detour', {}, { circular: true }),
  // One that cannot be found would escape the rules above. (The benchmark has packages of its own,
  // which only its own command installs.)
  rule('an import can be found', { pathNot: '^bench/' },
    { couldNotResolve: true, pathNot: '^virtual:|(^|/)build/' }),
];

const allFolders = ['web', 'wasm', 'tests', 'bench', '.ci'];

/** Imports that break a rule. `folders`: what is read, relative to `baseDir`. */
export async function misplacedImports(folders = allFolders, baseDir = root) {
  const { output } = await cruise(folders, {
    baseDir,
    validate: true,
    parser: 'swc',
    // Or packages with `exports` are not found, and no rule sees them.
    enhancedResolveOptions: { exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default', 'types'] },
    tsPreCompilationDeps: true,
    ruleSet: { forbidden: layerRules },
    doNotFollow: { path: '(^|/)node_modules/|^build/' },
    // Emscripten's templates are no modules.
    exclude: { path: '^build/|^wasm/glue/.*\\.js$|^bench/node_modules/' },
  });
  if (typeof output === 'string') throw new Error(output);
  return output.summary.violations.map(({ rule: { name }, from, to }) => ({
    rule: layerRules.find((each) => each.name === name)?.comment ?? name,
    file: from,
    says: `imports ${to}`,
  }));
}
