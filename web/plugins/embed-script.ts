// embed-script.ts — builds embed.js, the only script of the site that other pages load: one file
// with a permanent name and no chunks.

import { join } from 'node:path';
import { build, type Plugin } from 'vite';

export function embedScript(web: string, staging: string, target: string[]): Plugin {
  return {
    name: 'strait-embed-script',
    async closeBundle() {
      await build({
        configFile: false,
        root: web,
        logLevel: 'warn',
        publicDir: false,
        build: {
          outDir: staging,
          emptyOutDir: false,
          target,
          rolldownOptions: {
            input: join(web, 'src/embed/embed-element.ts'),
            output: { format: 'es', entryFileNames: 'embed.js' },
          },
        },
      });
    },
  };
}
