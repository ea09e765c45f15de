# core/scenarios: each folder is a program and a test that compares what it prints.

find_program(STRAIT_NODE NAMES node nodejs DOC "Runs the comparison, and WebAssembly programs")
set(scenario_root ${CMAKE_CURRENT_SOURCE_DIR}/../core/scenarios)
file(GLOB scenario_sources CONFIGURE_DEPENDS ${scenario_root}/*/main.cpp)

foreach(source IN LISTS scenario_sources)
  get_filename_component(folder ${source} DIRECTORY)
  get_filename_component(id ${folder} NAME)
  add_executable(scenario-${id} ${source} support/line_buffered.cpp)
  target_link_libraries(scenario-${id} PRIVATE strait_test_options)
  if(EMSCRIPTEN) # std::jthread and std::stop_token, as the page has them
    target_compile_definitions(scenario-${id} PRIVATE _LIBCPP_ENABLE_EXPERIMENTAL)
  endif()
  if(NOT STRAIT_NODE)
    message(STATUS "scenario.${id} is built but not tested: there is no Node.js")
    continue()
  endif()
  if(EMSCRIPTEN)
    set(run ${CMAKE_CROSSCOMPILING_EMULATOR})
    if(NOT run)
      set(run ${STRAIT_NODE})
    endif()
  else()
    set(run)
  endif()
  add_test(NAME scenario.${id}
           COMMAND ${STRAIT_NODE} ${CMAKE_CURRENT_SOURCE_DIR}/support/run_scenario.mjs ${folder}
                   ${run} $<TARGET_FILE:scenario-${id}>)
  math(EXPR timeout "60 * ${STRAIT_TEST_PATIENCE}")
  set_tests_properties(
    scenario.${id} PROPERTIES LABELS scenario TIMEOUT ${timeout} ENVIRONMENT
                              STRAIT_TEST_PATIENCE=${STRAIT_TEST_PATIENCE})
endforeach()
