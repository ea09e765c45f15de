// pack-cache.ts — the pack's parts: from this browser's cache, or fetched and kept there.
// Idea: parts travel as xz and are kept unpacked. What comes back from the cache is then a response
//       that engines compile while they read it.
// Invariants: 1. What stands in the cache is whole: a part is kept when its last byte has come, so
//                a fetch that broke off goes on with the next part that is missing.
//             2. Names hold a hash of their content: what is kept is never out of date.
//             3. A browser that keeps nothing, or lost something, costs a fetch and no more.

import { unpack, type PackPart } from '../../../wasm/pipeline/pipeline.mjs';
import { hasRoomFor, openPackCache } from './cache-storage.ts';

type Use<Result> = (response: Response) => Promise<Result>;

export class PackCache {
  private readonly playground: string;
  private readonly cache = openPackCache();
  private readonly onBytes: (delta: number) => void;
  /** Parts are fetched one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  /** `playground`: the absolute address of the folder with pack.json; `onBytes` counts the bytes
      that travel. */
  constructor(playground: string, onBytes: (delta: number) => void) {
    this.playground = playground;
    this.onBytes = onBytes;
  }

  /** The parts that would have to be fetched. */
  async missing(parts: readonly PackPart[]): Promise<PackPart[]> {
    const kept = await Promise.all(parts.map((part) => this.kept(part)));
    return parts.filter((_, index) => !kept[index]);
  }

  /** Hands the part's unpacked bytes to `use`, which fails when they are not as they should be. */
  with<Result>(part: PackPart, use: Use<Result>): Promise<Result> {
    const mine = this.load(part, use, this.turn);
    this.turn = mine;
    return mine;
  }

  /** Parts of other versions of the page make room. */
  async keepOnly(parts: readonly PackPart[]): Promise<void> {
    const cache = await this.cache;
    const wanted = new Set(parts.map((part) => this.keptAddress(part)));
    for (const { url } of await cache?.keys() ?? []) {
      if (!wanted.has(url)) await cache?.delete(url);
    }
  }

  private async load<Result>(part: PackPart, use: Use<Result>,
                             before: Promise<unknown>): Promise<Result> {
    const kept = await this.kept(part);
    if (kept) {
      try {
        return await use(kept);
      } catch {
        await this.remove(part); // damaged: it is fetched again
      }
    }
    await before;
    try {
      return await use(await this.keep(part) ?? await this.fetch(part));
    } catch (error) {
      if (error instanceof NotWhole) throw error;
      // Engines say "TypeError" and little else of a stream that broke.
      throw new NotWhole(error instanceof Error && error.name !== 'TypeError' ? error.message
        : 'the connection broke off');
    }
  }

  /** Fetches the part into the cache; undefined where nothing can be kept. */
  private async keep(part: PackPart): Promise<Response | undefined> {
    const cache = await this.cache;
    if (!cache || !await hasRoomFor(part.bytes)) return undefined;
    const fetched = await this.fetch(part);
    // A full disk refuses, and so does a stream that broke: the next fetch tells which it was.
    const isKept = await cache.put(this.keptAddress(part), fetched).then(() => true, () => false);
    return isKept ? this.kept(part) : undefined;
  }

  private async kept(part: PackPart): Promise<Response | undefined> {
    return (await this.cache)?.match(this.keptAddress(part)).catch(() => undefined);
  }

  private async remove(part: PackPart): Promise<void> {
    await (await this.cache)?.delete(this.keptAddress(part)).catch(() => false);
  }

  /** The part as it arrives, unpacked. */
  private async fetch(part: PackPart): Promise<Response> {
    // Past the browser's other cache: kept once is enough, and in Chromium a fetch that joins one
    // which was cut off (Stop ends the worker) may break off with it.
    const cache = await this.cache ? 'no-store' : 'default';
    const response = await fetch(this.address(part), { cache }).catch(() => undefined);
    if (!response?.ok || !response.body) {
      throw new NotWhole(response ? `the server answered ${response.status}`
        : 'check the connection');
    }
    return new Response(unpack(part, response.body, this.onBytes),
      { headers: { 'Content-Type': 'application/wasm' } });
  }

  private address(part: PackPart): string {
    return new URL(part.file, this.playground).href;
  }

  private keptAddress(part: PackPart): string {
    return this.address(part).replace(/\.xz$/, '');
  }
}

class NotWhole extends Error {
  constructor(reason: string) {
    super(`the compiler could not be fetched whole (${reason}); run again: what has ` +
      'arrived is kept');
  }
}
