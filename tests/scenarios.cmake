# core/scenarios: each folder is a program and a test that compares what it prints. Native only: as
# WebAssembly they are built and run by the playground's own compiler (wasm/record.mjs and
# tests/wasm/scenarios.test.ts).
if(EMSCRIPTEN)
  return()
endif()

set(scenario_root ${CMAKE_CURRENT_SOURCE_DIR}/../core/scenarios)
file(GLOB scenario_sources CONFIGURE_DEPENDS ${scenario_root}/*/main.cpp)

# They record: a program that hangs says why.
add_library(scenario_support OBJECT support/line_buffered.cpp support/deadlock_watch.cpp)
target_compile_definitions(scenario_support PUBLIC STRAIT_TRACE)
target_link_libraries(scenario_support PRIVATE strait_test_options)
if(STRAIT_PRECOMPILE)
  target_precompile_headers(scenario_support PRIVATE <strait/strait.hpp>)
endif()

foreach(source IN LISTS scenario_sources)
  get_filename_component(folder ${source} DIRECTORY)
  get_filename_component(id ${folder} NAME)
  add_executable(scenario-${id} ${source} $<TARGET_OBJECTS:scenario_support>)
  target_link_libraries(scenario-${id} PRIVATE strait_test_options)
  target_compile_definitions(scenario-${id} PRIVATE STRAIT_TRACE)
  if(STRAIT_PRECOMPILE)
    target_precompile_headers(scenario-${id} REUSE_FROM scenario_support)
  endif()
  if(NOT STRAIT_NODE)
    message(STATUS "scenario.${id} is built but not tested: there is no Node.js")
    continue()
  endif()
  file(STRINGS ${folder}/scenario.json blocks_for_ever REGEX "\"ends\": \"stopped\"")
  if(blocks_for_ever AND CMAKE_CROSSCOMPILING)
    message(STATUS "scenario.${id} is left out: a program that an emulator runs is hard to stop")
    continue()
  endif()
  add_test(NAME scenario.${id}
           COMMAND ${STRAIT_NODE} ${CMAKE_CURRENT_SOURCE_DIR}/support/run_scenario.mjs ${folder}
                   ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:scenario-${id}>)
  math(EXPR timeout "60 * ${STRAIT_TEST_PATIENCE}")
  set_tests_properties(
    scenario.${id} PROPERTIES LABELS scenario TIMEOUT ${timeout} ENVIRONMENT
                              STRAIT_TEST_PATIENCE=${STRAIT_TEST_PATIENCE})
endforeach()
