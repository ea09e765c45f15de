// seed.hpp — random numbers that can be had again.
// A run prints its seed ("STRAIT_TEST_SEED=…"); the variable of that name repeats it.
#pragma once

#include <cstdint>
#include <random>

namespace test {

/// The seed of this run: STRAIT_TEST_SEED if set, else a fresh one.
std::uint64_t seed();

using generator = std::mt19937_64;

/// A generator of its own for each `stream` (a thread's number, say), from the run's seed.
inline generator random(std::uint64_t stream) {
  std::seed_seq mixed{static_cast<std::uint32_t>(seed()), static_cast<std::uint32_t>(seed() >> 32),
                      static_cast<std::uint32_t>(stream)};
  return generator(mixed);
}

/// A number from 0 to `limit` - 1.
inline std::uint64_t below(generator& random, std::uint64_t limit) { return random() % limit; }

}  // namespace test
