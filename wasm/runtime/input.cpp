// input.cpp — where std::cin and scanf read: a text that the runner puts here before main() begins.
// After it comes the end of the file. Nothing is ever waited for.

#include <algorithm>
#include <cstring>

#include "control.hpp"
#include "standard_streams.hpp"

namespace strait_run {
namespace {

std::atomic<std::uint32_t> taken;

}  // namespace

std::size_t read_input(unsigned char* to, std::size_t size) {
  std::uint32_t from = taken.load();
  std::uint32_t part = 0;
  do {
    part = std::min<std::size_t>(size, control.input_size.load() - from);
  } while (!taken.compare_exchange_weak(from, from + part));
  std::memcpy(to, block.input + from, part);
  return part;
}

}  // namespace strait_run
