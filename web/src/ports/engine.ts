// engine.ts — which engine the browser has, for what cannot be found out by trying.

/** Safari, and WebKit's other browsers, on every system. */
export const isWebKit = navigator.vendor.startsWith('Apple');
