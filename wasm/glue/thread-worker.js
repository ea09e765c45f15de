// thread-worker.js — put in front of emcc's JavaScript: threads get their workers from the runner
// (runtime/thread-workers.mjs).
var Worker = Module['threadWorker'];
