// paths.mjs — where things lie. Everything fetched is in .toolchain/, everything made in build/.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(fileURLToPath(import.meta.url), '../../..');
export const toolchainFolder = path.join(root, '.toolchain');
export const buildFolder = path.join(root, 'build');
export const playgroundFolder = path.join(buildFolder, 'playground');
export const siteFolder = path.join(buildFolder, 'site');
