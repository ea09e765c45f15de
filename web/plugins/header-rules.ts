// header-rules.ts — public/_headers is the one list of headers: servers that know the format apply
// it, the development and preview servers read it, the service worker applies it elsewhere, and the
// page contains its policy as a meta element for the very first visit there.

import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import type { HeaderRule } from '../src/service-worker/site.ts';

/** Supports the part of the format in use: a path ending in a star, headers, `! Name`. */
export function readHeaderRules(file: string): HeaderRule[] {
  const rules: HeaderRule[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (/^\S/.test(line)) {
      rules.push({ prefix: line.replace(/\*$/, ''), headers: [] });
    } else {
      const match = /^\s+([\w-]+):\s*(.+)$/.exec(line);
      if (match?.[1] && match[2]) rules.at(-1)?.headers.push([match[1], match[2]]);
    }
  }
  return rules;
}

/** Sends the headers, and puts the policy into the built pages. */
export function headerRules(file: string): Plugin {
  return {
    name: 'strait-headers',
    configureServer: (server) => void server.middlewares.use(addHeaders(file)),
    configurePreviewServer: (server) => void server.middlewares.use(addHeaders(file)),
    transformIndexHtml: {
      order: 'post',
      handler(html, { server, path }) {
        if (server) return html;
        const policy = readHeaderRules(file).filter(({ prefix }) => path.startsWith(prefix))
          .flatMap(({ headers }) => headers)
          .findLast(([name]) => name === 'Content-Security-Policy')?.[1];
        if (!policy) return html;
        // A meta element must not mention frames: only a header may.
        const content = policy.replace(/frame-ancestors[^;]*;?\s*/, '');
        const meta = `<meta http-equiv="Content-Security-Policy" content="${content}">`;
        return html.replace(/<meta charset="utf-8">/i, (charset) => `${charset}\n  ${meta}`);
      },
    },
  };
}

function addHeaders(file: string): Connect.NextHandleFunction {
  const rules = readHeaderRules(file);
  return (request, response, next) => {
    const path = request.url ?? '/';
    for (const { prefix, headers } of rules) {
      if (!path.startsWith(prefix)) continue;
      for (const [name, value] of headers) keepHeader(response, name, value);
    }
    next();
  };
}

/** Vite's servers set their own caching afterwards; the file takes precedence. */
function keepHeader(response: ServerResponse, name: string, value: string): void {
  response.setHeader(name, value);
  if (name !== 'Cache-Control') return;
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    const given = rest.at(-1);
    if (typeof given === 'object' && given !== null) Object.assign(given, { [name]: value });
    else response.setHeader(name, value);
    return writeHead(status, ...rest);
  }) as typeof response.writeHead;
}
