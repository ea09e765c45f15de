// guard.js — a library of emcc's kind (its names are resolved when the glue is made). The first
// frame of every thread: a trap of the program ends here, as a reason in shared memory, instead of
// becoming an error event of a worker, which would arrive late, elsewhere and without its text.
addToLibrary({
  strait_call_guarded__deps: ['$stringToUTF8'],
  strait_call_guarded: (routine, argument) => {
    try {
      return {{{ makeDynCall('pp', 'routine') }}}(argument);
    } catch (problem) {
      // 'unwind' is how pthread_exit() leaves; all else is the end of the run.
      if (problem !== 'unwind') {
        var place = wasmExports['strait_claim_crash']();
        if (place) {
          var thrown = problem instanceof WebAssembly.Exception;
          var what = thrown ? 'an exception left a destructor' : (problem?.message ?? problem);
          stringToUTF8(`trap\n${what}`, place, wasmExports['strait_crash_bytes']());
          wasmExports['strait_publish_crash']();
        }
      }
      throw 'unwind';
    }
  },

  // Of Emscripten's own, but never waiting: a program that starts a thread does not depend on the
  // runner's next turn, and a thousand of them reach their limit at once.
  __pthread_create_js__deps: ['$spawnThread', 'pthread_self'],
  __pthread_create_js: (pthread_ptr, attr, startRoutine, arg) => {
    var thread = { cmd: 'spawnThread', startRoutine, pthread_ptr, arg, transferList: [] };
    if (!ENVIRONMENT_IS_PTHREAD) return spawnThread(thread);
    postMessage(thread);
    return 0;
  },
});
