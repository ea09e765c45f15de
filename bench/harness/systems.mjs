// systems.mjs — the programs of the benchmark: how each is built, and why one is not there.
// A new system is a file in cpp/, rust/src/bin/ or go/, and a line here.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildFolder, root } from '../../.ci/setup/paths.mjs';
import { Failed, findProgram, run, step } from '../../.ci/setup/run.mjs';

const folder = path.join(buildFolder, 'bench');

/** C++: the name of the program, and the Debian package that holds what it needs. */
const cpp = {
  strait: 'g++', mutex: 'g++', moodycamel: 'libconcurrentqueue-dev', tbb: 'libtbb-dev',
  'boost-fiber': 'libboost-fiber-dev', asio: 'libasio-dev',
};

/** Rust: the name of the program, which is that of its crate. */
const rust = ['crossbeam-channel', 'kanal', 'flume', 'async-channel', 'crossfire', 'std-mpsc'];

/**
 * Builds what can be built. `missing`: the systems that cannot, with the reason.
 * @returns {Promise<{ systems: object[], missing: { name: string, reason: string }[] }>}
 */
export async function buildSystems() {
  const found = [...await buildCpp(), ...await buildRust(), ...await buildGo()];
  const systems = await Promise.all(found.filter(({ command }) => command).map(describe));
  return { systems, missing: found.filter(({ reason }) => reason) };
}

/** @param {string[]} [names] those alone */
export async function buildCpp(names) {
  const targets = names ? ['--target', ...names.map((name) => `bench-${name}`)] : [];
  await step('C++ programs', async () => {
    await run('cmake', ['--preset', 'bench'], { cwd: root });
    await run('cmake', ['--build', path.join(folder, 'cpp'), ...targets],
      { cwd: root, label: 'cmake' });
  });
  const wanted = Object.entries(cpp).filter(([name]) => !names || names.includes(name));
  return wanted.map(([name, debianPackage]) => {
    const program = path.join(folder, 'cpp/bench', `bench-${name}`);
    return existsSync(program) ? { name, command: [program] }
      : { name, reason: `needs ${debianPackage} (apt-get install ${debianPackage})` };
  });
}

async function buildRust() {
  const all = (reason) => rust.map((name) => ({ name, reason }));
  if (!findProgram('cargo')) return all('needs cargo, Rust 1.79 or newer (https://rustup.rs)');
  const options = { cwd: path.join(root, 'bench/rust'), label: 'cargo',
    env: { ...process.env, CARGO_TARGET_DIR: path.join(folder, 'rust') } };
  try {
    await step('Rust programs', () => run('cargo', ['build', '--release', '--locked'], options));
    const versions = await rustVersions(options);
    return rust.map((name) => ({ name, version: versions[name],
      command: [path.join(folder, 'rust/release', name)] }));
  } catch (error) {
    return all(firstError(error));
  }
}

/** What Cargo.lock pins; of the standard library, the compiler's. */
async function rustVersions(options) {
  const metadata = ['metadata', '--quiet', '--locked', '--format-version', '1'];
  const { packages } = JSON.parse(await run('cargo', metadata, options));
  const compiler = (await run('rustc', ['--version'], options)).split(' ')[1];
  return { ...Object.fromEntries(packages.map(({ name, version }) => [name, version])),
    'std-mpsc': `Rust ${compiler}` };
}

async function buildGo() {
  if (!findProgram('go')) return [{ name: 'go', reason: 'needs go (apt-get install golang-go)' }];
  const program = path.join(folder, 'go/bench-go');
  try {
    await step('Go program', () =>
      run('go', ['build', '-o', program, '.'], { cwd: path.join(root, 'bench/go'), label: 'go' }));
    return [{ name: 'go', command: [program] }];
  } catch (error) {
    return [{ name: 'go', reason: firstError(error) }];
  }
}

function firstError(error) {
  if (!(error instanceof Failed)) throw error;
  const line = error.output.split('\n').find((each) => /error/.test(each));
  return `could not be built: ${line ?? error.message}`;
}

/** A program that hangs is ended. */
const limits = { timeout: 120_000, killSignal: 'SIGKILL' };

/** What a program says of itself. */
export async function describe({ name, command, version }) {
  const [program, ...first] = command;
  const said = (words, options) => run(program, [...first, ...words], options);
  const listed = JSON.parse(await said(['--list']));
  if (listed.system !== name) throw new Error(`${program} says that it is ${listed.system}`);
  return { name, command, version: version ?? listed.version, runs: new Set(listed.runs),
    check: async (messages) => (await said(['--check', `${messages}`], limits)).trim() };
}
