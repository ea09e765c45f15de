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
          var overflown = wasmExports['strait_stack_overflown']();
          var what = overflown ? 'stack overflow' : (problem?.message ?? problem);
          stringToUTF8(`trap\n${what}`, place, 2048);
          wasmExports['strait_publish_crash']();
        }
      }
      throw 'unwind';
    }
  },
});
