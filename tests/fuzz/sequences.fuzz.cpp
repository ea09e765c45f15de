// libFuzzer's entry: bytes that it chooses by what they reach decide what is done to a channel
// (support/sequence.hpp). What is found can be run again: the file of bytes as the argument.
#include <cstddef>
#include <cstdint>

#include "support/sequence.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  test::run_sequence({bytes, size});  // What it throws ends the process.
  return 0;
}
