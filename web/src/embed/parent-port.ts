// parent-port.ts — messages to and from the embedder of this frame.
// Invariants: 1. Messages are accepted only from the parent window, and only with the origin that
//                the frame's address names.
//             2. Messages are addressed to that origin: no other page ever receives them.

import { parseToPlayground, type ToEmbedder, type ToPlayground } from './messages.ts';

export interface ParentPort {
  send(message: ToEmbedder): void;
  listen(heard: (message: ToPlayground) => void): void;
}

/** `origin`: the embedder's origin according to the frame's address. */
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
