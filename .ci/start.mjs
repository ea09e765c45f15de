// start.mjs — `npm start`: sets up what is missing, builds the playground and serves it on this
// machine. PORT chooses the port, 8080 otherwise.
import { createServer } from 'node:net';
import path from 'node:path';
import { toolchain } from './setup/index.mjs';
import { root } from './setup/paths.mjs';
import { main, Missing, say } from './setup/run.mjs';

const host = '127.0.0.1';

function chosenPort() {
  const text = process.env.PORT ?? '8080';
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new Missing(`PORT is "${text}": it must be a whole number from 1 to 65535.`);
}

/** Checked before the long steps, so that nobody waits for a port that is taken. */
function checkPortIsFree(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ { code }) =>
      reject(
        new Missing(
          `Port ${port} cannot be used (${code}): choose another, for example ` +
            `PORT=${port === 8080 ? 8081 : 8080} npm start.`,
        ),
      ),
    );
    probe.listen(port, host, () => probe.close(resolve));
  });
}

await main(async () => {
  const port = chosenPort();
  await checkPortIsFree(port);
  const tools = await toolchain();
  // Imported only now: they need the npm packages.
  const { buildPlayground } = await import('../wasm/build.mjs');
  const { buildSite } = await import('./site.mjs');
  await buildPlayground(tools);
  await buildSite();
  const { preview } = await import('vite');
  const configFile = path.join(root, 'web/vite.config.ts');
  await preview({ configFile, preview: { host, port, strictPort: true } });
  say(`strait is at http://${host}:${port}/ (press Ctrl+C to stop)`);
});
