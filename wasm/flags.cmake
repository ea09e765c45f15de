# How the tests are built as WebAssembly programs of their own, run by Node. (Scenarios and other
# programs of the playground are linked otherwise: pipeline/link.mjs.)

add_library(strait_wasm_test_flags INTERFACE)
target_compile_options(strait_wasm_test_flags INTERFACE
  -pthread            # shared memory and atomic instructions
  -fwasm-exceptions)  # exceptions as instructions of the machine, as in the playground
target_link_options(strait_wasm_test_flags INTERFACE
  -pthread
  -fwasm-exceptions
  -sPROXY_TO_PTHREAD       # main() may block: the event loop stays free to start threads
  -sEXIT_RUNTIME           # Node ends with main()'s result
  -sINITIAL_MEMORY=256MB   # fixed: growth makes JavaScript's view of shared memory slow
  -sDEFAULT_PTHREAD_STACK_SIZE=1MB
  -sSTACK_SIZE=1MB
  -sPTHREAD_POOL_SIZE=8    # started beforehand; more start on demand
  -sENVIRONMENT=node,worker
  -sABORTING_MALLOC=0      # a failed allocation is std::bad_alloc, as natively
  # The file says why; the tests' own mutexes need it as much as the library.
  "SHELL:--pre-js ${CMAKE_CURRENT_LIST_DIR}/glue/no-wait-async.js")
