// link.mjs — the linker's line, put together from what emcc's own was (pack/build.mjs writes it to
// link.json). The result must fit the glue, which was made once for all programs.
import { places } from './flags.mjs';

/**
 * @param {{ start: string[], objects: string[], libraries: string[], exports: string[],
 *           wrapped: string[],
 *           machine: { memoryBytes: number, memoryBytesMin: number, stackBytes: number } }}
 *          recipe names in /lib
 * @param {{ strip?: boolean, code?: string[] }} [more] `code`: objects that the program needs, too
 */
export function linkFlags(recipe, { strip = false, code = [] } = {}) {
  const inLibraries = (name) => `${places.libraries}/${name}`;
  return [
    'wasm-ld',
    '-o', places.program,
    places.object,
    ...code,
    ...recipe.objects.map(inLibraries),
    ...recipe.start.map(inLibraries),
    ...recipe.wrapped.map((name) => `--wrap=${name}`),
    ...recipe.libraries.map(inLibraries),
    // Shared memory of any size between the two is taken; it never grows.
    '--import-memory', '--shared-memory',
    `--initial-memory=${recipe.machine.memoryBytesMin}`,
    `--max-memory=${recipe.machine.memoryBytes}`,
    '-z', `stack-size=${recipe.machine.stackBytes}`,
    // As emcc lays memory out: data first, then the stack.
    '--no-stack-first',
    '--table-base=1', '--global-base=1024',
    '--export-table',
    '--entry=_emscripten_proxy_main',
    // Only what the glue provides may stay undefined: the rest is an error the user should see.
    `--allow-undefined-file=${places.libraries}/imports.txt`,
    ...recipe.exports.map((name) => `--export-if-defined=${name}`),
    '-mllvm', '-combiner-global-alias-analysis=false', '-mllvm', '-disable-lsr',
    '-mllvm', '-wasm-enable-eh', '-mllvm', '-exception-model=wasm',
    strip ? '--strip-all' : '--strip-debug',
    // Names as the user wrote them; no colours.
    '--demangle', '--color-diagnostics=never',
  ];
}
