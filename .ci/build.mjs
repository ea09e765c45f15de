// build.mjs — `npm run build`: sets up what is missing and makes build/site, which any static host
// serves below any path.
import { toolchain } from './setup/index.mjs';
import { main, say } from './setup/run.mjs';

await main(async () => {
  const tools = await toolchain();
  // Imported only now: they need the npm packages.
  const { buildPlayground } = await import('../wasm/build.mjs');
  const { buildSite } = await import('./site.mjs');
  await buildPlayground(tools);
  await buildSite();
  say('The site is in build/site.');
});
