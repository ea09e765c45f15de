# tests/spec and tests/ports: one program for all files of each, one CTest test for each file.

# support/ lies beside spec/, and is included as "support/…".
add_library(strait_test_support OBJECT support/watchdog.cpp)
target_include_directories(strait_test_support PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_compile_definitions(
  strait_test_support PUBLIC STRAIT_PLATFORM_HEADER="support/platform.hpp"
                             CATCH_CONFIG_ENABLE_ALL_STRINGMAKERS)
target_link_libraries(strait_test_support PUBLIC strait_test_options Catch2::Catch2WithMain)

# All programs of spec/ on the machine's own platform, for who builds no others (npm run check).
add_custom_target(strait_spec_programs)

# strait_spec_program(<target> <label> <file>…) makes one program of the files, and a test of each:
# <label>.<file>.
function(strait_spec_program target label)
  add_executable(${target} ${ARGN})
  # Files share most instantiations: joined, six compile in twice the time of one.
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
  target_link_libraries(${target} PRIVATE strait_test_support)
  if(label STREQUAL "spec")
    add_dependencies(strait_spec_programs ${target})
  endif()
  if(STRAIT_PRECOMPILE AND target MATCHES "^strait_(spec|ports)$")
    target_precompile_headers(
      ${target}
      PRIVATE
      <strait/strait.hpp>
      <catch2/catch_test_macros.hpp>
      <catch2/generators/catch_generators.hpp>
      <catch2/generators/catch_generators_range.hpp>)
  endif()
  foreach(file IN LISTS ARGN)
    get_filename_component(name ${file} NAME_WLE) # select.test
    string(REPLACE ".test" "" short ${name})
    add_test(NAME ${label}.${short} COMMAND ${target} --filenames-as-tags "[#${name}]")
    math(EXPR timeout "240 * ${STRAIT_TEST_PATIENCE}")
    set_tests_properties(
      ${label}.${short}
      PROPERTIES LABELS ${label} TIMEOUT ${timeout} ENVIRONMENT
                 STRAIT_TEST_PATIENCE=${STRAIT_TEST_PATIENCE} FAIL_REGULAR_EXPRESSION
                 "No test cases matched")
  endforeach()
endfunction()

# Their names mean too much beside those of other files.
set_source_files_properties(spec/contract.test.cpp spec/faults.test.cpp
                            PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
file(GLOB spec_files CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} spec/*.test.cpp)
file(GLOB port_files CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} ports/*.test.cpp)
# Programs of their own: one replaces operator new, the others are traced.
list(REMOVE_ITEM spec_files spec/allocation.test.cpp spec/trace.test.cpp spec/recorder.test.cpp
     spec/deadlock.test.cpp)
strait_spec_program(strait_spec spec ${spec_files})
strait_spec_program(strait_ports ports ${port_files})
strait_spec_program(strait_spec_trace spec spec/trace.test.cpp)
target_compile_definitions(strait_spec_trace
                           PRIVATE STRAIT_TRACE_HEADER="support/recording_tracer.hpp")
if(EMSCRIPTEN)
  message(STATUS "spec.recorder and spec.deadlock are left out: wasm/trace tests both in programs")
else()
  strait_spec_program(strait_spec_recorder spec spec/recorder.test.cpp spec/deadlock.test.cpp)
  target_compile_definitions(strait_spec_recorder PRIVATE STRAIT_TRACE)
  if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
    target_sources(strait_spec_recorder PRIVATE support/explain_hangs.cpp)
    # The watchdog ends a case that hangs, and says why it does.
    add_test(NAME spec.hang COMMAND strait_spec_recorder [.hangs])
    set_tests_properties(
      spec.hang
      PROPERTIES LABELS spec ENVIRONMENT STRAIT_TEST_PATIENCE=0.05 PASS_REGULAR_EXPRESSION
                 "hang: .a case that hangs.*main waits to receive from .*explain_hangs.cpp:[0-9]+")
    # In glibc and libstdc++ it shows what a thread sleeps for.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_CXX_FLAGS MATCHES "fsanitize=thread")
      set(outside "one waits for a condition variable.*two waits for a condition variable"
          ".*three waits for a future.*four waits for a semaphore, a latch"
          ".*five waits for a semaphore, a latch.*six waits outside of channels, perhaps")
      string(JOIN "" outside ${outside})
      add_test(NAME spec.hang_outside COMMAND strait_spec_recorder [.hangs_outside])
      set_tests_properties(spec.hang_outside
                           PROPERTIES LABELS spec ENVIRONMENT STRAIT_TEST_PATIENCE=0.05
                                      PASS_REGULAR_EXPRESSION "${outside}")
    endif()
  endif()
endif()
if(EMSCRIPTEN OR CMAKE_CXX_FLAGS MATCHES "fsanitize=thread")
  message(STATUS "spec.allocation is left out: its operator new needs a native build without TSan")
else()
  strait_spec_program(strait_spec_allocation spec spec/allocation.test.cpp)
endif()

# What sleeps and is woken, over the platform made of the standard library alone as well. The preset
# "portable" builds everything over it.
if(CMAKE_SYSTEM_NAME STREQUAL "Linux" AND NOT CMAKE_CXX_FLAGS MATCHES "STRAIT_PORTABLE")
  strait_spec_program(
    strait_portable portable spec/blocking.test.cpp spec/select_threads.test.cpp
    spec/thread_locals.test.cpp spec/timeout.test.cpp)
  target_compile_definitions(strait_portable PRIVATE STRAIT_PORTABLE)
endif()
