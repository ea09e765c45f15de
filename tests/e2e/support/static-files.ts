// static-files.ts — the built site's files as a static server sends them, and no header more than
// their type.

import { createReadStream, existsSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const siteFolder = fileURLToPath(new URL('../../../build/site/', import.meta.url));

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript',
  '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };

/** The file that a name within the folder means, or nothing: no such file, or not within it. */
export function fileIn(folder: string, name: string): string | undefined {
  const file = normalize(join(folder, name || 'index.html'));
  const isWithin = file.startsWith(folder.replace(/\/$/, '') + sep);
  return isWithin && existsSync(file) && statSync(file).isFile() ? file : undefined;
}

export function setType(response: ServerResponse, file: string): void {
  response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
}

/** Sends a file, or that there is none. */
export function sendFile(response: ServerResponse, file: string | undefined): void {
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  setType(response, file);
  createReadStream(file).pipe(response);
}
