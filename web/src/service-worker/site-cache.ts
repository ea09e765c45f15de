// site-cache.ts — the files of one version of the site, in the browser's Cache storage.
// Invariants: 1. A version's cache contains its whole shell, or is not used.
//             2. If storage is denied, everything comes from the network, as without a worker.
// Not here: the compiler, which the page caches itself (compile/pack-cache.ts).

import type { Site } from './site.ts';

const prefix = 'strait-site-';

export class SiteCache {
  private readonly site: Site;
  private readonly base: string;
  private readonly files: Set<string>;

  /** `base`: the absolute address of the site's folder. */
  constructor(site: Site, base: string) {
    this.site = site;
    this.base = base;
    this.files = new Set([...site.shell, ...site.rest]);
  }

  has(file: string): boolean {
    return this.files.has(file);
  }

  /** Keeps the shell of this version. Fails if one of its files cannot be fetched. */
  async install(): Promise<void> {
    const cache = await this.open();
    if (!cache) return;
    await Promise.all(this.site.shell.map((file) => this.keep(cache, file)));
  }

  /** Keeps what is still missing; a file that cannot be fetched now is tried again next time. */
  async fill(): Promise<void> {
    const cache = await this.open();
    if (!cache) return;
    for (const file of this.site.rest) await this.keep(cache, file).catch(() => {});
  }

  /** Deletes other versions. */
  async removeOthers(): Promise<void> {
    const names = await caches.keys().catch(() => []);
    const others = names.filter((name) => name.startsWith(prefix) && name !== this.name);
    await Promise.all(others.map((name) => caches.delete(name)));
  }

  /** Shows each cached file, as the server sent it. */
  async forEachKept(see: (file: string, answer: Response) => void): Promise<void> {
    if (!await caches.has(this.name)) return;
    const answers = await (await this.open())?.matchAll() ?? [];
    for (const answer of answers) see(answer.url.slice(this.base.length), answer);
  }

  /** A file of the site from the cache; undefined if it is not there. */
  async kept(file: string): Promise<Response | undefined> {
    return (await this.open())?.match(this.address(file));
  }

  /** A file of the site: from the cache, or fetched and then kept. */
  async get(file: string): Promise<Response> {
    const kept = await this.kept(file);
    if (kept) return kept;
    const cache = await this.open();
    const answer = await fetch(this.address(file));
    if (answer.ok) await cache?.put(this.address(file), answer.clone()).catch(() => {});
    return answer;
  }

  private async keep(cache: Cache, file: string): Promise<void> {
    const address = this.address(file);
    if (await cache.match(address)) return;
    // A hashed name has the same content in every version; other files are revalidated.
    const isHashed = /[.-][\w-]{8,12}\.\w+$/.test(file);
    const kept = isHashed ? await caches.match(address) : undefined;
    const answer = kept ?? await fetch(address, { cache: isHashed ? 'default' : 'no-cache' });
    if (!answer.ok) throw new Error(`${file}: status ${answer.status}`);
    await cache.put(address, answer);
  }

  private async open(): Promise<Cache | undefined> {
    try {
      return await caches.open(this.name);
    } catch {
      return undefined;
    }
  }

  private get name(): string {
    return prefix + this.site.version;
  }

  private address(file: string): string {
    return new URL(file, this.base).href;
  }
}
