# tests/checker: the model checker, its own tests, and the models of the library. Linux only: its
# threads are stacks that ucontext makes, and it sees its model crash.
if(NOT CMAKE_SYSTEM_NAME STREQUAL "Linux" OR CMAKE_CXX_FLAGS MATCHES "fsanitize")
  return()
endif()
include(CheckLinkerFlag)

add_library(
  strait_checker OBJECT
  checker/machine/accesses.cpp checker/machine/arena.cpp checker/machine/explore.cpp
  checker/machine/fiber.cpp checker/machine/machine.cpp checker/machine/memory.cpp
  checker/machine/search.cpp checker/machine/sequential_order.cpp)
target_link_libraries(strait_checker PUBLIC strait_test_options)
# The time goes into the search, whatever the tests are built with. The library's assertions read
# atomics as well, which would multiply the executions; the models check what they assert, and more.
target_compile_options(strait_checker PRIVATE -O2 PUBLIC -USTRAIT_CHECKED)
# The models are templates that call the checker at every step: a search takes a third less time if
# the linker optimises both together. (GCC gains a tenth, and links for longer.)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  check_linker_flag(CXX -fuse-ld=lld STRAIT_LLD)
  if(STRAIT_LLD)
    target_compile_options(strait_checker PUBLIC -flto)
    target_link_options(strait_checker PUBLIC -flto -fuse-ld=lld)
  endif()
endif()
target_include_directories(strait_checker PUBLIC checker)
target_compile_definitions(strait_checker
                           PUBLIC STRAIT_PLATFORM_HEADER="platform_checked.hpp"
                           STRAIT_PLATFORM_TAG=checker)

add_executable(strait_checker_tests checker/litmus.test.cpp checker/planted.test.cpp)
target_link_libraries(strait_checker_tests PRIVATE strait_checker Catch2::Catch2WithMain)
add_test(NAME checker.litmus COMMAND strait_checker_tests)
set_tests_properties(checker.litmus PROPERTIES LABELS checker TIMEOUT 600)

add_executable(
  strait_models
  checker/models/main.cpp checker/models/exceptions.cpp checker/models/features.cpp
  checker/models/lock.cpp checker/models/pairs.cpp checker/models/queue.cpp
  checker/models/selectors.cpp checker/models/selectors_meeting.cpp
  checker/models/selects.cpp)
target_link_libraries(strait_models PRIVATE strait_checker)
# In shares that CTest runs side by side, and first, because they take longest.
set(model_shares 4)
math(EXPR last_share "${model_shares} - 1")
foreach(share RANGE ${last_share})
  add_test(NAME checker.models_${share} COMMAND strait_models --share ${share}/${model_shares})
  set_tests_properties(checker.models_${share} PROPERTIES LABELS checker TIMEOUT 900 COST 100)
endforeach()
