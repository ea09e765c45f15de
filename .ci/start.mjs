// start.mjs — `npm start`: sets up what is missing, builds what changed, serves the playground.
import { createServer } from 'node:net';
import { root } from './setup/paths.mjs';
import { main, Missing, say } from './setup/run.mjs';
import { toolchain } from './setup/index.mjs';
import { buildPlaygroundOnce, buildSiteOnce } from './steps.mjs';

const host = '127.0.0.1';

function chosenPort() {
  const text = process.env.PORT ?? '8080';
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new Missing(`PORT is "${text}": it must be a number from 1 to 65535.`);
}

/** Tried before anything is built: ten minutes of work should not end in this. */
function checkPort(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', ({ code }) => {
      const why = code === 'EACCES' ? 'may not be used without being root' : 'is taken';
      reject(new Missing(`Port ${port} ${why}: choose another, for example PORT=${otherPort(port)} npm start.`));
    });
    server.listen(port, host, () => server.close(resolve));
  });
}

const otherPort = (port) => (port < 1024 ? 8080 : port < 65535 ? port + 1 : 8080);

async function serve(port) {
  const { preview } = await import('vite');
  await preview({
    root,
    configFile: 'web/vite.config.ts',
    logLevel: 'warn',
    preview: { host, port, strictPort: true },
  });
  say(`The playground is at http://${host}:${port}/`);
}

await main(async () => {
  const port = chosenPort();
  await checkPort(port);
  const { emscripten } = await toolchain();
  await buildPlaygroundOnce(emscripten);
  await buildSiteOnce();
  await serve(port);
});
