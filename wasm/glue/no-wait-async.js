// no-wait-async.js — put in front of emcc's JavaScript. Emscripten waits for a thread's mail with
// Atomics.waitAsync at the thread's own structure, and leaves that wait behind when the thread
// ends. The memory is used again, and whoever then sleeps on that very word may never wake: a
// notify of one is spent on the wait left behind. Without waitAsync Emscripten takes postMessage
// instead.
Atomics.waitAsync = undefined;
