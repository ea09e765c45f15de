// embed-script.ts — builds embed.js, the one script of ours that other pages load: a file of its
// own with a name that stays, without chunks beside it.

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
