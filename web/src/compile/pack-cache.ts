// pack-cache.ts — the pack's parts: from this browser's cache, or fetched and kept there.
// Invariants: 1. What stands in the cache is whole: a part is kept when its last byte has come, so
//                a fetch that broke off goes on with the next part that is missing.
//             2. Names hold a hash of their content: what is kept is never out of date.
//             3. A browser that keeps nothing, or lost something, costs a fetch and no more.

import { unpack, type PackPart } from '../../../wasm/pipeline/pipeline.mjs';
import { openPackCache } from './cache-storage.ts';

export class PackCache {
  private readonly playground: string;
  private readonly cache = openPackCache();

  /** `playground`: the absolute address of the folder with pack.json. */
  constructor(playground: string) {
    this.playground = playground;
  }

  /** The parts that would have to be fetched. */
  async missing(parts: readonly PackPart[]): Promise<PackPart[]> {
    const kept = await Promise.all(parts.map((part) => this.kept(part)));
    return parts.filter((_, index) => !kept[index]);
  }

  /** Hands the part's bytes to `use` while they arrive; `onBytes` counts those that travel. */
  async with<Result>(part: PackPart, use: (bytes: ReadableStream<Uint8Array>) => Promise<Result>,
                     onBytes: (delta: number) => void): Promise<Result> {
    const kept = await this.kept(part);
    if (kept?.body) {
      try {
        return await use(unpack(part, kept.body));
      } catch {
        await this.remove(part); // damaged: it is fetched again
      }
    }
    const { bytes, whole } = await this.fetch(part);
    const result = await use(unpack(part, bytes, onBytes)).catch((error: unknown) => {
      // Engines say "TypeError" and little else of a stream that broke.
      throw notWhole(error instanceof Error && error.name !== 'TypeError' ? error.message
        : 'the connection broke off');
    });
    await whole;
    return result;
  }

  /** Parts of other versions of the page make room. */
  async keepOnly(parts: readonly PackPart[]): Promise<void> {
    const cache = await this.cache;
    const wanted = new Set(parts.map((part) => this.address(part)));
    for (const { url } of await cache?.keys() ?? []) {
      if (!wanted.has(url)) await cache?.delete(url);
    }
  }

  private async kept(part: PackPart): Promise<Response | undefined> {
    return (await this.cache)?.match(this.address(part)).catch(() => undefined);
  }

  private async remove(part: PackPart): Promise<void> {
    await (await this.cache)?.delete(this.address(part)).catch(() => false);
  }

  private async fetch(part: PackPart): Promise<{ bytes: ReadableStream<Uint8Array>;
                                                 whole: Promise<unknown> }> {
    const address = this.address(part);
    const cache = await this.cache;
    // Past the browser's other cache: kept once is enough, and in Chromium a fetch that joins one
    // which was cut off (Stop ends the worker) may break off with it.
    const response = await fetch(address, { cache: cache ? 'no-store' : 'default' })
      .catch(() => undefined);
    if (!response?.ok || !response.body) {
      throw notWhole(response ? `the server answered ${response.status}` : 'check the connection');
    }
    const copy = response.clone();
    // Full disks and private windows may refuse: then it is fetched again the next time.
    const whole = cache?.put(address, copy).catch(() => {}) ?? copy.body?.cancel();
    return { bytes: response.body, whole: Promise.resolve(whole) };
  }

  private address(part: PackPart): string {
    return new URL(part.file, this.playground).href;
  }
}

function notWhole(reason: string): Error {
  return new Error(`the compiler could not be fetched whole (${reason}); run again: what has ` +
    'arrived is kept');
}
