# tests/browser: programs for a browser's main thread, where nothing may block. Built here, run by
# tests/e2e/never-blocks-the-main-thread.test.ts.

add_executable(main_thread browser/main_thread.cpp)
target_link_libraries(main_thread PRIVATE strait::strait)
target_compile_options(main_thread PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Werror
                                           -pthread -fwasm-exceptions)
target_link_options(
  main_thread
  PRIVATE
  -pthread
  -fwasm-exceptions
  -sPTHREAD_POOL_SIZE=1 # main() does not return to the event loop, which would start it
  -sINITIAL_MEMORY=64MB
  -sENVIRONMENT=web,worker
  "SHELL:--pre-js ${PROJECT_SOURCE_DIR}/wasm/glue/no-wait-async.js")
