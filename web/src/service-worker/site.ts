// site.ts — what the build tells the service worker about its site. Addresses are relative to the
// worker's own folder, so the site may be below any path.

export interface HeaderRule {
  /** The path's beginning, with a slash before it. */
  prefix: string;
  headers: [name: string, value: string][];
}

export interface Site {
  /** Different content has a different version. */
  version: string;
  /** Needed to read any program: kept before the worker becomes active. */
  shell: string[];
  /** The rest, except the compiler: kept when requested, or when the page is idle. */
  rest: string[];
  headers: HeaderRule[];
}
