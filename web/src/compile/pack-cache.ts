// pack-cache.ts — the pack's parts: from this browser's cache, or fetched and kept there.
// Idea: parts are fetched as xz and kept unpacked. What the cache returns is then a response that
//       engines compile while they read it.
// Invariants: 1. Parts in the cache are complete: a part is kept once its last byte has arrived, so
//                an interrupted fetch resumes with the first missing part.
//             2. Names contain a hash of the content: what is kept is never out of date.
//             3. If the browser keeps nothing, or lost something, it is fetched again.

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
      that arrive. */
  constructor(playground: string, onBytes: (delta: number) => void) {
    this.playground = playground;
    this.onBytes = onBytes;
  }

  /** The parts that would have to be fetched. */
  async missing(parts: readonly PackPart[]): Promise<PackPart[]> {
    const kept = await Promise.all(parts.map((part) => this.kept(part)));
    return parts.filter((_, index) => !kept[index]);
  }

  /** Passes the part's unpacked bytes to `use`, which fails if they are damaged. */
  with<Result>(part: PackPart, use: Use<Result>): Promise<Result> {
    const mine = this.load(part, use, this.turn);
    this.turn = mine;
    return mine;
  }

  /** Deletes the parts of other versions of the page. */
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
      // For a broken stream, engines report a TypeError and little else.
      throw new NotWhole(error instanceof Error && error.name !== 'TypeError' ? error.message
        : 'the connection broke off');
    }
  }

  /** Fetches the part into the cache; undefined if it cannot be kept. */
  private async keep(part: PackPart): Promise<Response | undefined> {
    const cache = await this.cache;
    if (!cache || !await hasRoomFor(part.bytes)) return undefined;
    const fetched = await this.fetch(part);
    // This fails on a full disk and on a broken stream; the next fetch shows which it was.
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
    // Bypasses the browser's HTTP cache: one copy is enough, and in Chromium a fetch that joins one
    // that was aborted (Stop ends the worker) may fail with it.
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
