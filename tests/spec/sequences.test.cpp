// Random sequences of operations on one thread, each compared with a queue (support/sequence.hpp);
// libFuzzer searches the same space (fuzz/).
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <vector>

#include "support/scale.hpp"
#include "support/seed.hpp"
#include "support/sequence.hpp"

TEST_CASE("a channel used by one thread is a queue, whatever the operations") {
  test::generator random = test::random(0);
  for (int round = 0; round < test::scaled(20'000); ++round) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(2 + test::below(random, 200)));
    for (std::uint8_t& each : bytes) each = static_cast<std::uint8_t>(test::below(random, 256));
    try {
      test::run_sequence(bytes);
    } catch (const std::exception& wrong) {
      std::string listed;
      for (const std::uint8_t each : bytes) listed += std::to_string(each) + ' ';
      FAIL(wrong.what() << ", after the bytes " << listed);
    }
  }
  SUCCEED();
}
