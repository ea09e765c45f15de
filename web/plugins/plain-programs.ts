// plain-programs.ts — programs.html: the code of all scenarios on a page without scripts. The
// playground links to it when it cannot start.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { escapeHtml } from './escape-html.ts';

interface Program {
  title: string;
  blurb: string;
  source: string;
}

export function plainPrograms(playground: string): Plugin {
  return {
    name: 'strait-plain-programs',
    apply: 'build',
    generateBundle() {
      if (this.environment.name !== 'client') return;
      this.emitFile({ type: 'asset', fileName: 'programs.html',
        source: page(readPrograms(join(playground, 'scenarios.json'))) });
    },
  };
}

function readPrograms(file: string): Program[] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { scenarios: Program[] }).scenarios;
  } catch {
    return []; // build/playground is not there yet; playground-files.ts says so
  }
}

function page(programs: readonly Program[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="./icon.svg" type="image/svg+xml">
<title>The programs · strait</title>
<style>
body { max-width: 100ch; margin: 0 auto; padding: 16px; font: 16px/1.5 system-ui, sans-serif; }
pre { overflow: auto; padding: 12px; border: 1px solid; font: 13px/20px ui-monospace, monospace; }
summary { padding: 8px 0; cursor: pointer; }
</style>
</head>
<body>
<main>
<h1>The programs</h1>
<p>C++ programs that pass messages between threads, readable without JavaScript. The
<a href="./">playground</a> runs them.</p>
${programs.map(({ title, blurb, source }) => `<details>
<summary><strong>${escapeHtml(title)}</strong> ${escapeHtml(blurb)}</summary>
<pre tabindex="0"><code>${escapeHtml(source)}</code></pre>
</details>`).join('\n')}
</main>
</body>
</html>
`;
}
