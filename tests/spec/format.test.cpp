// Error codes and handles in std::format, where the standard library has it.
#include <version>
#if __has_include(<format>)
#include <format>
#endif

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

#if defined(__cpp_lib_format) || (defined(_LIBCPP_VERSION) && _LIBCPP_VERSION >= 170000)
#include <sstream>
#include <string>

using strait::recv_error;
using strait::send_errc;

namespace {

template <class Handle>
std::string printed(const Handle& handle) {
  std::ostringstream out;
  out << handle;
  return out.str();
}

}  // namespace

TEST_CASE("error codes are formatted as their text, with the options of a string") {
  CHECK(std::format("{}", recv_error::would_block) == "would block");
  CHECK(std::format("{}", send_errc::disconnected) == "disconnected");
  CHECK(std::format("{:>6}|{:*<8}|{:.3}", send_errc::full, recv_error::empty,
                    recv_error::timeout) == "  full|empty***|tim");
}

TEST_CASE("results' errors are formatted, whatever their message is") {
  auto [tx, rx] = strait::bounded<test::move_only>(1);
  CHECK(std::format("{}", rx.try_recv().error()) == "empty");
  rx.close();
  const auto sent = tx.send(test::move_only(7));
  CHECK(std::format("{} {}", sent.error(), sent.error().code) == "disconnected disconnected");
}

TEST_CASE("handles are formatted as they are printed, and nothing is received") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  tx.set_name("jobs");
  static_cast<void>(tx.try_send(7));
  const std::size_t stored = rx.size();
  CHECK(std::format("{}", tx) == printed(tx));
  CHECK(std::format("{}", rx) == printed(rx));
  CHECK(rx.size() == stored);
  CHECK(std::format("{}", strait::sender<int>()) == "sender, empty");
  CHECK(std::format("{:>20}", strait::receiver<int>()) == "     receiver, empty");
}
#else
TEST_CASE("error codes and handles are formatted only where the library has std::format") {
  WARN("left out: this standard library has no std::format");
}
#endif
