// site.ts — what the build tells the service worker of the site it belongs to. Addresses are
// relative to the worker's own folder, so the site may lie below any path.

export interface HeaderRule {
  /** The path's beginning, with a slash before it. */
  prefix: string;
  headers: [name: string, value: string][];
}

export interface Site {
  /** Another content has another version. */
  version: string;
  /** Without these no program can be read: kept before the worker begins its work. */
  shell: string[];
  /** The rest, but for the compiler: kept when they are asked for, or when the page is idle. */
  rest: string[];
  headers: HeaderRule[];
}
