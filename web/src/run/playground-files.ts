// playground-files.ts — the files below build/playground as the page fetches them.
// Invariants: a file that could not be fetched is fetched again the next time it is needed.

import * as v from 'valibot';
import { parseFile, pathBelow } from '../logic/schemas.ts';

const runtimeFile = v.object({ version: v.literal(1), glue: pathBelow });

export class PlaygroundFiles {
  private readonly base: string;
  private readonly modules = new Map<string, Promise<WebAssembly.Module>>();
  private glueAddress: Promise<string> | undefined;

  /** `base`: the absolute address of the folder, with a slash at its end. */
  constructor(base: string) {
    this.base = base;
  }

  address(file: string): string {
    return new URL(file, this.base).href;
  }

  async json(file: string): Promise<unknown> {
    const response = await this.fetch(file);
    try {
      return await response.json();
    } catch {
      throw new Error(`${file} is damaged; reload the page`);
    }
  }

  /** The address of the JavaScript that starts every module. */
  glue(): Promise<string> {
    this.glueAddress ??= this.json('runtime.json').then((runtime) =>
      this.address(parseFile(runtimeFile, runtime, 'runtime.json').glue));
    this.glueAddress.catch(() => {
      this.glueAddress = undefined;
    });
    return this.glueAddress;
  }

  /** A prebuilt module, compiled; kept, since a scenario is often run again. */
  module(file: string): Promise<WebAssembly.Module> {
    let module = this.modules.get(file);
    if (!module) {
      module = this.compile(file);
      this.modules.set(file, module);
      module.catch(() => this.modules.delete(file));
    }
    return module;
  }

  private async compile(file: string): Promise<WebAssembly.Module> {
    const response = await this.fetch(file);
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith('application/wasm')) return WebAssembly.compileStreaming(response);
    return WebAssembly.compile(await response.arrayBuffer());
  }

  private async fetch(file: string): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(this.address(file));
    } catch {
      throw new Error(`${file} could not be fetched; check the connection and run again`);
    }
    if (!response.ok) {
      throw new Error(`${file} could not be fetched (status ${response.status})`);
    }
    return response;
  }
}
