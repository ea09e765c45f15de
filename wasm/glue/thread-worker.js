// thread-worker.js — put in front of emcc's JavaScript: threads get their workers from the runner
// (runtime/thread-workers.mjs), which is told when a script has arrived. Node tells by itself.
var Worker = Module['threadWorker'];
if (ENVIRONMENT_IS_PTHREAD && !ENVIRONMENT_IS_NODE) postMessage({ cmd: 'arrived' });
