// The results of operations: small comparable types that say what happened, with readable text.
#include <concepts>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/flavors.hpp"
#include "support/results.hpp"

using strait::recv_error;
using strait::send_errc;
using namespace std::chrono_literals;

namespace {
using tx_type = strait::sender<int>;
using rx_type = strait::receiver<int>;
using sent_type = std::expected<void, strait::send_error<int>>;
using received_type = std::expected<int, recv_error>;
constexpr auto never = std::chrono::steady_clock::time_point::max();
}  // namespace

static_assert(std::same_as<decltype(std::declval<const tx_type&>().send(1)), sent_type>);
static_assert(std::same_as<decltype(std::declval<const tx_type&>().try_send(1)), sent_type>);
static_assert(std::same_as<decltype(std::declval<const tx_type&>().send_for(1, 1s)), sent_type>);
static_assert(
    std::same_as<decltype(std::declval<const tx_type&>().send_until(1, never)), sent_type>);
static_assert(std::same_as<decltype(std::declval<const rx_type&>().recv()), received_type>);
static_assert(std::same_as<decltype(std::declval<const rx_type&>().try_recv()), received_type>);
static_assert(std::same_as<decltype(std::declval<const rx_type&>().recv_for(1s)), received_type>);
static_assert(
    std::same_as<decltype(std::declval<const rx_type&>().recv_until(never)), received_type>);
static_assert(std::same_as<decltype(std::declval<const rx_type&>().drain()), std::vector<int>>);
static_assert(
    std::same_as<decltype(std::declval<const rx_type&>().capacity()), std::optional<std::size_t>>);
static_assert(std::same_as<decltype(to_string(recv_error::empty)), std::string_view>);
static_assert(std::same_as<decltype(to_string(send_errc::full)), std::string_view>);

// Handles behave like pointers where containers and algorithms look.
static_assert(std::is_nothrow_move_constructible_v<tx_type>);
static_assert(std::is_nothrow_move_assignable_v<tx_type>);
static_assert(std::is_nothrow_move_constructible_v<rx_type>);
static_assert(std::is_nothrow_move_assignable_v<rx_type>);
static_assert(std::copyable<tx_type> && std::copyable<rx_type>);
static_assert(std::is_nothrow_swappable_v<tx_type> && std::is_nothrow_swappable_v<rx_type>);
static_assert(std::is_default_constructible_v<tx_type>);
static_assert(!std::is_convertible_v<tx_type, bool> && !std::is_convertible_v<rx_type, bool>);
static_assert(!std::is_convertible_v<rx_type, tx_type>);

TEST_CASE("every error code has a text of its own, the same in both ways to get it") {
  const auto texts = [](auto... codes) {
    std::set<std::string> seen;
    const auto add = [&](auto code) {
      std::ostringstream out;
      out << code;
      CHECK(out.str() == to_string(code));
      CHECK_FALSE(out.str().empty());
      seen.insert(out.str());
    };
    (add(codes), ...);
    return seen.size();
  };
  CHECK(texts(recv_error::disconnected, recv_error::empty, recv_error::timeout, recv_error::stopped,
              recv_error::would_block) == 5);
  CHECK(texts(send_errc::disconnected, send_errc::full, send_errc::timeout, send_errc::stopped,
              send_errc::would_block) == 5);
}

TEST_CASE("a send error prints as its cause, whatever its message is") {
  auto [tx, rx] = strait::bounded<std::unique_ptr<int>>(0);
  auto sent = tx.try_send(nullptr);
  REQUIRE_FALSE(sent);
  std::ostringstream out;
  out << sent.error();
  CHECK(out.str().find(to_string(send_errc::full)) != std::string::npos);
  CHECK(to_string(sent.error()).find(to_string(send_errc::full)) != std::string::npos);
}

TEST_CASE("send errors compare by cause and message") {
  using error = strait::send_error<int>;
  CHECK(error{send_errc::full, 1} == error{send_errc::full, 1});
  CHECK(error{send_errc::full, 1} != error{send_errc::full, 2});
  CHECK(error{send_errc::full, 1} != error{send_errc::timeout, 1});
}

TEST_CASE("results compare with messages and with errors") {
  auto [tx, rx] = strait::bounded<int>(1);
  CHECK(tx.try_send(1) == sent_type());
  CHECK(rx.try_recv() == 1);
  CHECK(rx.try_recv() == std::unexpected(recv_error::empty));
  CHECK(rx.try_recv().value_or(5) == 5);
}

TEST_CASE("the message can be moved out of an error and sent again") {
  auto [tx, rx] = strait::bounded<std::unique_ptr<int>>(1);
  REQUIRE(tx.send(nullptr));
  auto sent = tx.try_send(std::make_unique<int>(7));
  REQUIRE_FALSE(sent);
  REQUIRE(rx.recv());
  CHECK(tx.try_send(std::move(sent.error().value)));
  CHECK(**rx.recv() == 7);
}
