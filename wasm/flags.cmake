# flags.cmake — how the tests are built for WebAssembly and run under Node.
# Not here: how programs of the playground are compiled (pipeline/flags.mjs).

add_library(strait_wasm_test_flags INTERFACE)

set(strait_wasm_both
    # Shared memory and atomic instructions.
    -pthread
    # Exceptions as instructions of the machine: fast, and caught inside of threads.
    -fwasm-exceptions)
target_compile_options(strait_wasm_test_flags INTERFACE ${strait_wasm_both})
# std::jthread and std::stop_token stand behind this in libc++ 18.
target_compile_definitions(strait_wasm_test_flags INTERFACE _LIBCPP_ENABLE_EXPERIMENTAL)

target_link_options(
  strait_wasm_test_flags
  INTERFACE
  ${strait_wasm_both}
  # main() on a thread of its own: threads can start while it waits.
  -sPROXY_TO_PTHREAD
  # The process ends when main() does, with its code.
  -sEXIT_RUNTIME
  # Memory never grows: JavaScript's views of it stay valid and fast.
  -sALLOW_MEMORY_GROWTH=0
  -sINITIAL_MEMORY=256MB
  # new throws std::bad_alloc instead of ending the process.
  -sABORTING_MALLOC=0
  -sSTACK_SIZE=1MB
  -sDEFAULT_PTHREAD_STACK_SIZE=512KB
  # Workers that are ready when main() begins; more are made on demand.
  -sPTHREAD_POOL_SIZE=8
  # Files of the machine are not needed; arguments and output are.
  -sENVIRONMENT=node,worker)
