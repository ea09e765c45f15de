# Programs that libFuzzer drives: built with Clang and -DSTRAIT_FUZZ=ON, by `npm run verify`.
option(STRAIT_FUZZ "Build the programs that libFuzzer drives (needs Clang)" OFF)
if(NOT STRAIT_FUZZ)
  return()
endif()

add_executable(strait_fuzz_sequences fuzz/sequences.fuzz.cpp)
target_link_libraries(strait_fuzz_sequences PRIVATE strait_test_options)
target_include_directories(strait_fuzz_sequences PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_compile_options(strait_fuzz_sequences PRIVATE -O1 -g
                                                     -fsanitize=fuzzer,address,undefined)
target_link_options(strait_fuzz_sequences PRIVATE -fsanitize=fuzzer,address,undefined)
