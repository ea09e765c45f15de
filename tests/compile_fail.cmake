# tests/compile_fail: what must not compile, one misuse a file. compile_fail/run.mjs says how a file
# tells what the compiler is expected to say. Native only: it is the headers that are tested.
if(EMSCRIPTEN)
  return()
endif()
if(CMAKE_CROSSCOMPILING)
  message(STATUS "tests/compile_fail is left out: a native build's compiler says the same")
  return()
endif()
if(NOT STRAIT_NODE)
  message(STATUS "tests/compile_fail is left out: there is no Node.js")
  return()
endif()

set(fail_options -std=c++23 -I${PROJECT_SOURCE_DIR}/core/include)
separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS}")

# All files begin with the same include: it is compiled once, ahead of them.
set(fail_header ${CMAKE_CURRENT_BINARY_DIR}/compile_fail/everything.hpp)
file(CONFIGURE OUTPUT ${fail_header} CONTENT "#include <strait/strait.hpp>\n")
add_test(NAME compile_fail.prepare
         COMMAND ${CMAKE_CXX_COMPILER} ${fail_options} ${flags} -x c++-header ${fail_header}
                 -o ${fail_header}.gch)
set_tests_properties(compile_fail.prepare PROPERTIES FIXTURES_SETUP precompiled LABELS compile_fail)

file(GLOB fail_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/compile_fail/*.cpp)
foreach(file IN LISTS fail_files)
  get_filename_component(name ${file} NAME_WE)
  add_test(NAME compile_fail.${name}
           COMMAND ${STRAIT_NODE} ${CMAKE_CURRENT_SOURCE_DIR}/compile_fail/run.mjs ${file}
                   ${CMAKE_CXX_COMPILER} ${fail_options} ${flags} -include ${fail_header})
  math(EXPR timeout "60 * ${STRAIT_TEST_PATIENCE}")
  set_tests_properties(compile_fail.${name} PROPERTIES LABELS compile_fail FIXTURES_REQUIRED
                                                       precompiled TIMEOUT ${timeout})
endforeach()
