# tests/docs: the comments of the public headers are complete, and their examples and the READMEs'
# compile; the examples run, too.
if(NOT STRAIT_NODE)
  message(STATUS "tests/docs is left out: there is no Node.js")
  return()
endif()

set(docs ${CMAKE_CURRENT_SOURCE_DIR}/docs)
set(docs_build ${CMAKE_CURRENT_BINARY_DIR}/docs)
file(MAKE_DIRECTORY ${docs_build})
file(GLOB_RECURSE public_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/core/include/strait/*.hpp)
set(reference ${PROJECT_SOURCE_DIR}/core/tools/reference.mjs)

# docs_source(<script> <output> <input>…): C++ made by a script of docs/.
function(docs_source script output)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${STRAIT_NODE} ${docs}/${script} ${PROJECT_SOURCE_DIR} ${output}
    DEPENDS ${docs}/${script} ${ARGN})
endfunction()

docs_source(examples.mjs ${docs_build}/examples.cpp ${reference} ${public_headers})
add_executable(docs_examples ${docs_build}/examples.cpp)
target_link_libraries(docs_examples PRIVATE strait_test_options)
target_compile_options(docs_examples PRIVATE -Wshadow)
add_test(NAME docs.examples COMMAND docs_examples)

if(WIN32)
  message(STATUS "the READMEs' examples are left out: some are about signals")
elseif(NOT EMSCRIPTEN)
  docs_source(readme.mjs ${docs_build}/readme.cpp ${PROJECT_SOURCE_DIR}/README.md
              ${PROJECT_SOURCE_DIR}/core/README.md)
  add_library(docs_readme OBJECT ${docs_build}/readme.cpp)
  target_link_libraries(docs_readme PRIVATE strait::strait)
  # As a reader would compile them.
  target_compile_options(docs_readme PRIVATE -Wall -Wextra -Werror)
endif()

add_test(NAME docs.complete COMMAND ${STRAIT_NODE} ${docs}/complete.mjs ${PROJECT_SOURCE_DIR})

foreach(name IN ITEMS examples complete)
  math(EXPR timeout "60 * ${STRAIT_TEST_PATIENCE}")
  set_tests_properties(docs.${name} PROPERTIES LABELS docs TIMEOUT ${timeout})
endforeach()
