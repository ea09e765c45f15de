// pack-cache.ts — the pack's parts: from this browser's cache, or fetched and kept there.
// Idea: parts are kept unpacked, so that what the cache returns is a response that engines compile
//       while they read it.
// Invariants: 1. Parts in the cache are complete: a part is kept once its last byte has arrived, so
//                an interrupted fetch resumes with the first missing part.
//             2. Names contain a hash of the content: what is kept is never out of date.
//             3. If the browser keeps nothing, or lost something, it is fetched again.

import { receive, unpack, type PackPart } from '../../../wasm/pipeline/pipeline.mjs';
import { hasRoomFor, openPackCache } from './cache-storage.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Use<Result> = (response: Response) => Promise<Result>;

export class PackCache {
  private readonly playground: string;
  private readonly cache = openPackCache();
  private readonly onBytes: (delta: number) => void;
  /** Parts are fetched one after the other, each while the one before is being used and kept. */
  private turn: Promise<unknown> = Promise.resolve();
  private readonly keeping: Promise<void>[] = [];

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
  async with<Result>(part: PackPart, use: Use<Result>): Promise<Result> {
    const found = this.find(part, use, this.turn);
    this.turn = found;
    const { fetched, result } = await found;
    if (!fetched) return result;
    this.keeping.push(this.keep(part, fetched));
    return use(asResponse(fetched));
  }

  /** Settles when what was fetched is kept, or cannot be. */
  async settled(): Promise<void> {
    await Promise.all(this.keeping);
  }

  /** Deletes the parts of other versions of the page. */
  async keepOnly(parts: readonly PackPart[]): Promise<void> {
    const cache = await this.cache;
    const wanted = new Set(parts.map((part) => this.keptAddress(part)));
    for (const { url } of await cache?.keys() ?? []) {
      if (!wanted.has(url)) await cache?.delete(url);
    }
  }

  /** What `use` made of a part that was kept; or, in its turn, the fetched part. */
  private async find<Result>(part: PackPart, use: Use<Result>, before: Promise<unknown>):
      Promise<{ result: Result; fetched?: undefined } | { result?: undefined; fetched: Bytes }> {
    const kept = await this.kept(part);
    if (kept) {
      try {
        return { result: await use(kept) };
      } catch {
        await this.remove(part); // damaged: it is fetched again
      }
    }
    await before;
    return { fetched: await this.fetch(part) };
  }

  private async keep(part: PackPart, bytes: Bytes): Promise<void> {
    const cache = await this.cache;
    if (!await hasRoomFor(part.bytes)) return;
    await cache?.put(this.keptAddress(part), asResponse(bytes)).catch(() => {}); // a full disk
  }

  private async kept(part: PackPart): Promise<Response | undefined> {
    return (await this.cache)?.match(this.keptAddress(part)).catch(() => undefined);
  }

  private async remove(part: PackPart): Promise<void> {
    await (await this.cache)?.delete(this.keptAddress(part)).catch(() => false);
  }

  private async fetch(part: PackPart): Promise<Bytes> {
    // Bypasses the browser's HTTP cache: one copy is enough, and in Chromium a fetch that joins one
    // that was aborted (Stop ends the worker) may fail with it.
    const cache = await this.cache ? 'no-store' : 'default';
    const response = await fetch(this.address(part), { cache }).catch(() => undefined);
    if (!response?.ok || !response.body) {
      throw new NotWhole(response ? `the server answered ${response.status}`
        : 'check the connection');
    }
    try {
      return await unpack(part, await receive(part, response.body, this.onBytes));
    } catch (error) {
      // For a broken stream, engines report a TypeError and little else.
      throw new NotWhole(error instanceof Error && error.name !== 'TypeError' ? error.message
        : 'the connection broke off');
    }
  }

  private address(part: PackPart): string {
    return new URL(part.file, this.playground).href;
  }

  private keptAddress(part: PackPart): string {
    return this.address(part).replace(/\.zst$/, '');
  }
}

const asResponse = (bytes: Bytes): Response =>
  new Response(bytes, { headers: { 'Content-Type': 'application/wasm' } });

class NotWhole extends Error {
  constructor(reason: string) {
    super(`the compiler could not be fetched whole (${reason}); run again: what has ` +
      'arrived is kept');
  }
}
