# tests/consumer: the library as another project gets it. Native only: what is tested is CMake, the
# compilers and the linker.
if(EMSCRIPTEN)
  return()
endif()

set(consumer ${CMAKE_CURRENT_SOURCE_DIR}/consumer)
set(consumer_build ${CMAKE_CURRENT_BINARY_DIR}/consumer)
set(consumer_prefix ${consumer_build}/prefix)
set(consumer_version CONSUMER_FOUND_VERSION="${PROJECT_VERSION}")
# The headers are clean under these as ordinary includes, with every supported compiler.
set(consumer_warnings -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
string(JOIN " " consumer_flags ${CMAKE_CXX_FLAGS} ${consumer_warnings})

function(consumer_test name)
  add_test(NAME consumer.${name} COMMAND ${ARGN})
  # Compilers take their time on a busy machine; nothing here can hang but a compiler.
  math(EXPR timeout "300 * ${STRAIT_TEST_PATIENCE}")
  set_tests_properties(consumer.${name} PROPERTIES LABELS consumer TIMEOUT ${timeout})
endfunction()

# How a program of another build tree is started: by a cross-compiled tree's emulator, where it has
# one.
set(consumer_run ${CMAKE_CROSSCOMPILING_EMULATOR} consumer)
set(consumer_toolchain)
if(CMAKE_TOOLCHAIN_FILE)
  set(consumer_toolchain -DCMAKE_TOOLCHAIN_FILE=${CMAKE_TOOLCHAIN_FILE})
endif()

# consumer_project(<way> <option>…): the project in consumer/<way>, configured, built and run.
function(consumer_project way)
  consumer_test(
    ${way}
    ${CMAKE_CTEST_COMMAND} --build-and-test ${consumer}/${way} ${consumer_build}/${way}
    --build-generator ${CMAKE_GENERATOR} --build-makeprogram ${CMAKE_MAKE_PROGRAM}
    --build-options -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -DCMAKE_CXX_FLAGS=${consumer_flags}
    ${consumer_toolchain} ${ARGN}
    --test-command ${consumer_run})
endfunction()

consumer_test(install ${CMAKE_COMMAND} -DBUILD=${PROJECT_BINARY_DIR} -DPREFIX=${consumer_prefix}
              -P ${consumer}/install.cmake)
set_tests_properties(consumer.install PROPERTIES FIXTURES_SETUP installed)

consumer_project(find_package -DCMAKE_PREFIX_PATH=${consumer_prefix})
consumer_project(add_subdirectory -DSTRAIT_SOURCE=${PROJECT_SOURCE_DIR})
consumer_project(fetch_content -DSTRAIT_SOURCE=${PROJECT_SOURCE_DIR})
set_tests_properties(consumer.find_package PROPERTIES FIXTURES_REQUIRED installed)

find_program(STRAIT_PKG_CONFIG NAMES pkg-config pkgconf DOC "Finds strait as makefiles do")
if(STRAIT_PKG_CONFIG)
  separate_arguments(flags UNIX_COMMAND "${consumer_flags} ${CMAKE_EXE_LINKER_FLAGS}")
  # Each list is one argument.
  string(REPLACE ";" "\\;" flags "${flags}")
  string(REPLACE ";" "\\;" emulator "${CMAKE_CROSSCOMPILING_EMULATOR}")
  consumer_test(
    pkg_config
    ${CMAKE_COMMAND} -DPKG_CONFIG=${STRAIT_PKG_CONFIG} -DPREFIX=${consumer_prefix}
    -DCOMPILER=${CMAKE_CXX_COMPILER} "-DFLAGS=${flags}"
    -DOUTPUT=${consumer_build}/with_pkg_config${CMAKE_EXECUTABLE_SUFFIX} "-DEMULATOR=${emulator}"
    -P ${consumer}/pkg_config/build.cmake)
  set_tests_properties(consumer.pkg_config PROPERTIES FIXTURES_REQUIRED installed)
else()
  message(STATUS "consumer.pkg_config is left out: there is no pkg-config")
endif()

# consumer_program(<name> <file>…): a program of this build tree, in the words of one that uses it.
function(consumer_program name)
  add_executable(consumer_${name} ${ARGN})
  target_link_libraries(consumer_${name} PRIVATE strait::strait)
  target_compile_definitions(consumer_${name} PRIVATE ${consumer_version})
  target_compile_options(consumer_${name} PRIVATE ${consumer_warnings})
  consumer_test(${name} consumer_${name})
endfunction()

consumer_program(two_units consumer/two_units/main.cpp consumer/two_units/other.cpp)

# Files of one program, each with other settings; the one without exceptions is linked first.
consumer_program(
  two_settings consumer/two_settings/without_exceptions.cpp consumer/two_settings/checked.cpp
  consumer/two_settings/one_platform.cpp consumer/two_settings/other_platform.cpp
  consumer/two_settings/main.cpp)
# What the linker chooses from is what was not inlined.
target_compile_options(consumer_two_settings PRIVATE -O0)
target_include_directories(consumer_two_settings PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
set_source_files_properties(consumer/two_settings/without_exceptions.cpp
                            PROPERTIES COMPILE_OPTIONS -fno-exceptions)
set_source_files_properties(consumer/two_settings/checked.cpp PROPERTIES COMPILE_DEFINITIONS
                                                                         STRAIT_CHECKED)
foreach(name IN ITEMS one_platform other_platform)
  set(header consumer/two_settings/counting_platform.hpp)
  set_property(
    SOURCE consumer/two_settings/${name}.cpp
    PROPERTY COMPILE_DEFINITIONS STRAIT_PLATFORM_HEADER="${header}" STRAIT_PLATFORM_TAG=${name}
             CONSUMER_PLATFORM=${name}_of_consumer)
endforeach()

# two_units, where each of the two hides what it does not export.
if(WIN32)
  message(STATUS "consumer.hidden_visibility is left out: a DLL shares no variable with others")
else()
  add_library(consumer_hidden SHARED consumer/two_units/other.cpp)
  target_link_libraries(consumer_hidden PRIVATE strait::strait)
  consumer_program(hidden_visibility consumer/two_units/main.cpp)
  target_link_libraries(consumer_hidden_visibility PRIVATE consumer_hidden)
  foreach(part IN ITEMS consumer_hidden consumer_hidden_visibility)
    target_compile_definitions(${part} PRIVATE CONSUMER_HIDDEN)
    set_target_properties(${part} PROPERTIES CXX_VISIBILITY_PRESET hidden
                                             VISIBILITY_INLINES_HIDDEN ON)
  endforeach()
endif()

consumer_program(no_exceptions consumer/main.cpp)
consumer_program(no_exceptions_misuse consumer/no_exceptions/misuse.cpp)
foreach(name IN ITEMS no_exceptions no_exceptions_misuse)
  target_compile_options(consumer_${name} PRIVATE -fno-exceptions -fno-rtti)
endforeach()
set_tests_properties(consumer.no_exceptions_misuse PROPERTIES PASS_REGULAR_EXPRESSION
                     "^strait: a selector without cases cannot wait\r?\n$")

consumer_program(no_assertions consumer/assertions/main.cpp)
consumer_program(assertions consumer/assertions/main.cpp)
target_compile_definitions(consumer_assertions PRIVATE STRAIT_CHECKED)
set_tests_properties(consumer.assertions PROPERTIES PASS_REGULAR_EXPRESSION
                                                    "^strait: .*waiter.hpp:[0-9]+: !is_claimed")

if(STRAIT_NODE)
  consumer_test(
    without_a_tracer
    ${STRAIT_NODE} ${CMAKE_CURRENT_SOURCE_DIR}/trace/off.mjs ${CMAKE_CXX_COMPILER}
    ${PROJECT_SOURCE_DIR}/core/include ${CMAKE_CURRENT_SOURCE_DIR}/trace/program.cpp
    ${consumer_build}/without_a_tracer)
endif()

# Each header alone: a translation unit with nothing before it. Those that users never name take
# as long again: they are compiled where the setting asks for it (npm run verify).
# Compiled by its test, so that a header that needs another is a failure with a name.
option(STRAIT_INNER_HEADERS_ALONE "Compile the inner headers alone, too" OFF)
set(header_pattern ${PROJECT_SOURCE_DIR}/core/include/strait/*.hpp)
if(STRAIT_INNER_HEADERS_ALONE)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/core/include
       ${header_pattern})
else()
  file(GLOB headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/core/include
       ${header_pattern})
endif()
list(REMOVE_ITEM headers strait/base/platform_wasm.hpp)
if(NOT WIN32)
  list(REMOVE_ITEM headers strait/base/platform_windows.hpp)
endif()
if(NOT CMAKE_SYSTEM_NAME STREQUAL "Linux")
  list(REMOVE_ITEM headers strait/base/platform_linux.hpp)
endif()
add_library(consumer_headers OBJECT EXCLUDE_FROM_ALL)
target_link_libraries(consumer_headers PRIVATE strait::strait)
target_compile_options(consumer_headers PRIVATE ${consumer_warnings} -O0 -g0)
foreach(header IN LISTS headers)
  set(unit ${consumer_build}/headers/${header}.cpp)
  file(CONFIGURE OUTPUT ${unit} CONTENT "#include <@header@>\n#include <@header@>\n" @ONLY)
  target_sources(consumer_headers PRIVATE ${unit})
  if(header MATCHES "^strait/trace/") # A build that does not trace includes none of them.
    set_source_files_properties(${unit} PROPERTIES COMPILE_DEFINITIONS STRAIT_TRACE)
  endif()
endforeach()
consumer_test(each_header_alone ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR} --target
              consumer_headers)

# Both compilers find no fault with all examples of the headers (docs/examples.cpp), which between
# them use everything: at another level of optimisation than the build's, and without exceptions.
find_program(STRAIT_GCC NAMES g++ DOC "Warns about the headers")
find_program(STRAIT_CLANG NAMES clang++-19 DOC "Warns about the headers")
find_path(STRAIT_LIBCXX_HEADERS c++/v1/expected PATHS /usr/lib/llvm-19/include DOC "libc++")
set(GCC_options -Og -fno-exceptions -fno-rtti)
# Clang's warnings need no code; GCC's come from its optimizer, too.
set(CLANG_options -fsyntax-only)
# As on macOS.
set(LIBCXX_options -fsyntax-only -stdlib=libc++ -fexperimental-library -DSTRAIT_PORTABLE)
if(STRAIT_LIBCXX_HEADERS)
  set(STRAIT_LIBCXX ${STRAIT_CLANG})
endif()
foreach(name IN ITEMS GCC CLANG LIBCXX)
  string(TOLOWER ${name} short)
  if(CMAKE_CROSSCOMPILING)
    message(STATUS "consumer.warnings_${short} is left out: it needs a native build")
    continue()
  endif()
  if(NOT STRAIT_${name} OR NOT TARGET docs_examples)
    message(STATUS "consumer.warnings_${short} is left out: no such compiler, or no Node.js")
    continue()
  endif()
  consumer_test(
    warnings_${short}
    ${STRAIT_${name}} -std=c++23 ${${name}_options} ${consumer_warnings}
    -I${PROJECT_SOURCE_DIR}/core/include -c ${docs_build}/examples.cpp
    -o ${consumer_build}/warnings_${short}.o)
endforeach()
