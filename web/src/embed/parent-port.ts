// parent-port.ts — the page around this frame, as far as it may be talked to.
// Invariants: 1. Only the parent window is heard, and only while it is of the origin it said to be.
//             2. What is said is addressed to that origin: no other page ever gets it.

import { parseToPlayground, type ToEmbedder, type ToPlayground } from './messages.ts';

export interface ParentPort {
  send(message: ToEmbedder): void;
  listen(heard: (message: ToPlayground) => void): void;
}

/** `origin`: what the frame's address says about the page around it. */
export function parentPort(origin: string | null): ParentPort {
  const parent = window.parent === window ? undefined : window.parent;
  if (!parent || !isOrigin(origin)) return { send: () => {}, listen: () => {} };
  return {
    send: (message) => parent.postMessage(message, origin),
    listen(heard) {
      addEventListener('message', (event) => {
        if (event.source !== parent || event.origin !== origin) return;
        const message = parseToPlayground(event.data);
        if (message) heard(message);
      });
    },
  };
}

/** Exactly an origin: no path, no wildcard, and not "null". */
function isOrigin(text: string | null): text is string {
  try {
    return text !== null && text !== 'null' && new URL(text).origin === text;
  } catch {
    return false;
  }
}
