// apt.mjs — Debian's packages: installed into the system when we are root, or unpacked into a
// private folder when they come from a later release.
// The archive's address and key are read from the machine's own apt configuration.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toolchainFolder } from './paths.mjs';
import { Failed, findProgram, Missing, run, step } from './run.mjs';

/** The fields of /etc/os-release, e.g. { ID: 'debian', VERSION_ID: '12' }. */
export async function system() {
  const { platform } = process;
  if (!existsSync('/etc/os-release')) return { ID: platform, PRETTY_NAME: platform };
  const text = await readFile('/etc/os-release', 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)="?([^"\n]*)"?$/gm)].map(([, name, value]) => [name, value]),
  );
}

/** The command that runs something as root, or undefined when there is none. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  if (!findProgram('sudo')) return undefined;
  return run('sudo', ['-n', 'true']).then(() => ['sudo', '-n'], () => undefined);
}

/** Installs packages with apt-get; says what to type when it may not. */
export async function installPackages(packages) {
  const byHand = `apt-get install ${packages.join(' ')}`;
  if (!findProgram('apt-get')) {
    const { PRETTY_NAME } = await system();
    throw new Missing(
      `${packages.join(', ')}: missing, and ${PRETTY_NAME} has no apt-get to install them with: ` +
        `install their equivalents with your system's package manager and run this command again.`,
    );
  }
  const prefix = await rootPrefix();
  if (!prefix) {
    const missing = packages.join(', ');
    throw new Missing(`Missing: ${missing}. Run "${byHand}" as root, then run this command again.`);
  }
  const aptGet = (...args) => {
    const [command, ...rest] = [...prefix, 'apt-get', ...args];
    return run(command, rest, {
      label: `apt-get ${args[0]}`,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  await step(`Debian packages: ${packages.join(' ')}`, async () => {
    try {
      await aptGet('update');
      await aptGet('install', '-y', '--no-install-recommends', ...packages);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      throw new Missing(
        `The Debian packages could not be installed (is the archive reachable?). Run ` +
          `"${byHand}" as root for details.\n${error.output.split('\n').slice(-8).join('\n')}`,
      );
    }
  });
}

/** Stanzas of a deb822 file as objects with lower-case keys. */
export function parseDeb822(text) {
  return text
    .split(/\n\s*\n/)
    .map((stanza) => {
      const fields = {};
      let key;
      for (const line of stanza.split('\n')) {
        if (line.startsWith('#')) continue;
        const named = /^([\w-]+):\s*(.*)$/.exec(line);
        if (named) fields[(key = named[1].toLowerCase())] = named[2].trim();
        else if (key && /^\s/.test(line)) fields[key] += `\n${line}`;
      }
      return fields;
    })
    .filter((fields) => fields.uris);
}

/** Lines `deb [options] address suite component…` in the same form. */
export function parseOneLine(text) {
  return [...text.matchAll(/^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.*)$/gm)].map(
    ([, options = '', uris, suites, components]) => ({
      types: 'deb',
      uris,
      suites,
      components,
      'signed-by': /signed-by=(\S+)/.exec(options)?.[1] ?? '',
    }),
  );
}

async function sourceStanzas() {
  const folder = '/etc/apt/sources.list.d';
  const names = existsSync(folder) ? (await readdir(folder)).sort() : [];
  const files = ['/etc/apt/sources.list', ...names.map((name) => path.join(folder, name))];
  const stanzas = [];
  for (const file of files.filter((name) => existsSync(name))) {
    if (file.endsWith('.sources')) stanzas.push(...parseDeb822(await readFile(file, 'utf8')));
    if (file.endsWith('.list')) stanzas.push(...parseOneLine(await readFile(file, 'utf8')));
  }
  return stanzas;
}

/** The machine's own archive of `codename`: the stanza signed with Debian's key, if any says. */
export function chooseArchive(stanzas, codename) {
  const ours = stanzas.filter(
    (stanza) =>
      (stanza.types ?? 'deb').split(/\s+/).includes('deb') &&
      stanza.enabled?.toLowerCase() !== 'no' &&
      stanza.suites?.split(/\s+/).includes(codename) &&
      stanza.components?.split(/\s+/).includes('main'),
  );
  const signed = ours.find((stanza) => stanza['signed-by']?.includes('debian-archive-keyring'));
  return signed ?? ours.find((stanza) => !stanza['signed-by']);
}

/**
 * A private apt configuration for another Debian release, which leaves the system's alone.
 * Gives `{ download(packages, folder), source(package, folder) }`.
 */
export async function privateArchive(suite) {
  const { VERSION_CODENAME } = await system();
  const archive = chooseArchive(await sourceStanzas(), VERSION_CODENAME);
  if (!archive) {
    throw new Missing(
      `/etc/apt/sources.list and /etc/apt/sources.list.d contain no Debian archive for ` +
        `${VERSION_CODENAME}: add one, or put Emscripten 3.1.69 or newer on PATH.`,
    );
  }
  const folder = path.join(toolchainFolder, 'apt');
  const environment = await writeConfiguration(folder, archive, suite);
  const lists = path.join(folder, 'lists');
  const aptGet = async (args, cwd) => {
    try {
      await run('apt-get', args, { cwd, env: environment, label: `apt-get ${args[0]}` });
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      throw new Missing(
        `Debian's archive did not give ${args.slice(1).join(' ') || 'its lists'} (is it ` +
          `reachable?).\n${error.output.split('\n').slice(-8).join('\n')}`,
      );
    }
  };
  if ((await readdir(lists)).filter((name) => name.includes('_dists_')).length === 0) {
    await aptGet(['update']);
  }
  return {
    download: (packages, cwd) => aptGet(['download', ...packages], cwd),
    source: (name, cwd) => aptGet(['source', '--download-only', name], cwd),
  };
}

async function writeConfiguration(folder, archive, suite) {
  for (const name of ['sources', 'lists/partial', 'cache/archives/partial']) {
    await mkdir(path.join(folder, name), { recursive: true });
  }
  const keyring = archive['signed-by'] || '/usr/share/keyrings/debian-archive-keyring.gpg';
  const stanza = [
    'Types: deb deb-src',
    `URIs: ${archive.uris.split(/\s+/)[0]}`,
    `Suites: ${suite}`,
    'Components: main',
    `Signed-By: ${keyring}`,
    '',
  ];
  await writeFile(path.join(folder, 'sources', 'debian.sources'), stanza.join('\n'));
  const file = path.join(folder, 'apt.conf');
  const settings = [
    'Dir::Etc::SourceList "/dev/null";',
    `Dir::Etc::SourceParts "${path.join(folder, 'sources')}";`,
    `Dir::State::Lists "${path.join(folder, 'lists')}";`,
    `Dir::Cache "${path.join(folder, 'cache')}";`,
    'Dir::State::status "/dev/null";',
    'Acquire::Languages "none";',
    '',
  ];
  await writeFile(file, settings.join('\n'));
  return { ...process.env, APT_CONFIG: file };
}
