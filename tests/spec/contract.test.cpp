// The public surface as its users write it down: the type of every name, and what other code does
// with the library's types. What the operations do is tested in the other files.
#include <array>
#include <chrono>
#include <deque>
#include <expected>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "support/background.hpp"
#include "support/results.hpp"

using strait::recv_error;
using strait::send_errc;
using test::failed;
using test::failure;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

using std::same_as;
using time_point = std::chrono::steady_clock::time_point;
using tx_t = strait::sender<int>;
using rx_t = strait::receiver<int>;
using sent = std::expected<void, strait::send_error<int>>;
using got = std::expected<int, recv_error>;
using told = std::expected<void, send_errc>;
using counted = std::expected<std::size_t, recv_error>;

/// No default constructor, no copy.
struct token {
  explicit token(int n) : number(std::make_unique<int>(n)) {}
  std::unique_ptr<int> number;
};

int seven() { return 7; }
int handle_receive(const got&) { return 1; }
int handle_send(const sent&) { return 1; }
int handle_late_send(const told&) { return 1; }

}  // namespace

// --- Making channels ---------------------------------------------------------------------------

static_assert(same_as<decltype(strait::channel<int>::tx), tx_t>);
static_assert(same_as<decltype(strait::channel<int>::rx), rx_t>);
static_assert(std::is_aggregate_v<strait::channel<int>>);
static_assert(same_as<decltype(strait::unbounded<int>()), strait::channel<int>>);
static_assert(same_as<decltype(strait::bounded<int>(std::size_t{0})), strait::channel<int>>);
static_assert(same_as<decltype(strait::oneshot<int>()), strait::channel<int>>);
static_assert(same_as<decltype(strait::after(1ms)), strait::receiver<time_point>>);
static_assert(same_as<decltype(strait::at(time_point())), strait::receiver<time_point>>);
static_assert(same_as<decltype(strait::tick(1ms)), strait::receiver<time_point>>);
static_assert(same_as<decltype(strait::never<token>()), strait::receiver<token>>);

TEST_CASE("the functions that make channels have the types that they are documented with") {
  strait::channel<int> (*const any)() = &strait::unbounded<int>;
  strait::channel<int> (*const some)(std::size_t) = &strait::bounded<int>;
  strait::channel<int> (*const one)() = &strait::oneshot<int>;
  rx_t (*const none)() = &strait::never<int>;
  CHECK(any().tx.capacity() == std::nullopt);
  CHECK(some(3).rx.capacity() == 3);
  CHECK(one().tx.capacity() == 1);
  CHECK(none().try_recv() == failed(recv_error::empty));
}

TEST_CASE("channels are made into variables, members, containers and aggregates of every kind") {
  strait::channel<token> ends = strait::bounded<token>(1);
  auto& [tx, rx] = ends;
  CHECK(tx.send(token(7)));
  const strait::channel<token> copy = ends;
  CHECK(*copy.rx.recv()->number == 7);
  CHECK(same_channel(copy.tx, rx));
  std::map<std::string, strait::channel<int>> by_name;
  by_name.emplace("jobs", strait::unbounded<int>());
  by_name.try_emplace("none");
  CHECK(by_name["jobs"].tx.send(1));
  CHECK(failure(by_name["none"].tx.send(1)) == send_errc::disconnected);
  std::array<strait::channel<int>, 2> both{strait::bounded<int>(1), strait::oneshot<int>()};
  std::swap(both[0], both[1]);
  CHECK(both[1].tx.send(1));
  CHECK_FALSE(both[1].tx.is_disconnected());
  std::variant<strait::sender<int>, strait::receiver<int>> side = both[0].rx;
  side = both[0].tx;
  CHECK(std::get<0>(side).send(1));
  CHECK(both[0].rx.is_disconnected());
}

TEST_CASE("a timer's message is never later than now, in whatever way it is received") {
  const auto received = [](auto receive) {
    const time_point message = receive();
    return message <= std::chrono::steady_clock::now();
  };
  CHECK(received([] { return *strait::after(1us).recv(); }));
  CHECK(received([] { return *strait::at(std::chrono::steady_clock::now()).recv(); }));
  CHECK(received([] { return strait::select(strait::on_recv(strait::tick(1us), [](auto m) {
                                return *m;
                              })); }));
  const auto ticks = strait::tick(0.25ms);
  CHECK(received([&] {
    for (const time_point& due : ticks) return due;
    return time_point::max();
  }));
  CHECK((ticks.capacity() == 1 && strait::after(1h).capacity() == 1));
  CHECK_FALSE(ticks.is_disconnected());
}

// --- Handles -----------------------------------------------------------------------------------

static_assert(std::regular<tx_t> && std::regular<rx_t>);
static_assert(std::totally_ordered<tx_t> && std::totally_ordered<rx_t>);
static_assert(std::is_nothrow_move_constructible_v<tx_t> && std::is_nothrow_swappable_v<rx_t>);
static_assert(std::regular<strait::weak_sender<int>> && std::regular<strait::weak_receiver<int>>);
static_assert(!std::is_convertible_v<tx_t, bool> && std::is_constructible_v<bool, const rx_t&>);
static_assert(!std::is_constructible_v<tx_t, rx_t> && !std::is_constructible_v<rx_t, tx_t>);
static_assert(!std::equality_comparable_with<tx_t, rx_t>);
static_assert(same_as<decltype(strait::weak_sender(tx_t()).lock()), std::optional<tx_t>>);
static_assert(same_as<decltype(strait::weak_receiver(rx_t()).lock()), std::optional<rx_t>>);

template <class Handle>
constexpr bool answers = requires(const Handle& h, const tx_t& tx, const rx_t& rx) {
  { h.size() } -> same_as<std::size_t>;
  { h.empty() } -> same_as<bool>;
  { h.full() } -> same_as<bool>;
  { h.capacity() } -> same_as<std::optional<std::size_t>>;
  { h.is_disconnected() } -> same_as<bool>;
  { h.sender_count() } -> same_as<std::size_t>;
  { h.receiver_count() } -> same_as<std::size_t>;
  { same_channel(h, tx) } -> same_as<bool>;
  { same_channel(rx, h) } -> same_as<bool>;
  { h.close() } -> same_as<void>;
  { h <=> h } -> same_as<std::strong_ordering>;
  { std::hash<Handle>()(h) } -> same_as<std::size_t>;
  requires std::unsigned_integral<decltype(h.id())>;
};
static_assert(answers<tx_t> && answers<rx_t>);

TEST_CASE("operations are called by pointers to members, and bound") {
  auto [tx, rx] = strait::bounded<int>(4);
  sent (tx_t::*const send)(int) const = &tx_t::send;
  got (rx_t::*const recv)() const = &rx_t::recv;
  CHECK(std::invoke(send, tx, 1));
  CHECK(std::invoke(&tx_t::try_send, tx, 2));
  CHECK(std::invoke(recv, rx) == 1);
  CHECK(std::invoke(&rx_t::try_recv, rx) == 2);
  CHECK(std::invoke(&rx_t::try_recv, &rx) == failed(recv_error::empty));
  CHECK(std::invoke(&rx_t::drain, std::cref(rx)).empty());
  const std::function<sent(int)> push = std::bind_front(&tx_t::try_send, tx);
  CHECK(push(3));
  const std::function<std::size_t(const rx_t&)> size = &rx_t::size;
  CHECK(size(rx) == 1);
  std::invoke(&rx_t::close, rx);
  CHECK(failure(push(4)) == send_errc::disconnected);
}

TEST_CASE("handles are keys, members of sorted containers and arguments of algorithms") {
  std::vector<strait::channel<int>> lines;
  for (int i = 0; i < 3; ++i) lines.push_back(strait::bounded<int>(1));
  std::set<tx_t> sorted;
  std::unordered_set<rx_t> hashed;
  for (const auto& [tx, rx] : lines | std::views::reverse) {
    sorted.insert(tx);
    hashed.insert(rx);
    hashed.insert(rx);
  }
  CHECK((sorted.size() == 3 && hashed.size() == 3));
  CHECK(*sorted.begin() == lines[0].tx);
  CHECK(std::ranges::find(lines, lines[2].rx, &strait::channel<int>::rx) == lines.begin() + 2);
  std::ranges::swap(lines[0].tx, lines[1].tx);
  CHECK(lines[0].tx.id() == lines[1].rx.id());
  std::ranges::sort(lines, {}, &strait::channel<int>::tx);
  CHECK(same_channel(lines[0].tx, *sorted.begin()));
}

// --- Operations --------------------------------------------------------------------------------

static_assert(std::is_enum_v<send_errc> && !std::is_convertible_v<send_errc, int>);
static_assert(std::is_enum_v<recv_error> && !std::is_convertible_v<recv_error, int>);
static_assert(same_as<decltype(strait::send_error<token>::code), send_errc>);
static_assert(same_as<decltype(strait::send_error<token>::value), token>);
static_assert(same_as<decltype(strait::batch_result::count), std::size_t>);
static_assert(same_as<decltype(strait::batch_result::error), std::optional<send_errc>>);
static_assert(requires(const tx_t& tx, const rx_t& rx, std::vector<int>& all, time_point tp) {
  { tx.send(1) } -> same_as<sent>;
  { tx.try_send(1) } -> same_as<sent>;
  { tx.send_for(1, 1h) } -> same_as<sent>;
  { tx.send_until(1, tp) } -> same_as<sent>;
  { tx.send_with(seven) } -> same_as<told>;
  { tx.try_send_with(seven) } -> same_as<told>;
  { tx.send_many(all) } -> same_as<strait::batch_result>;
  { rx.recv() } -> same_as<got>;
  { rx.try_recv() } -> same_as<got>;
  { rx.recv_for(1.5s) } -> same_as<got>;
  { rx.recv_until(tp) } -> same_as<got>;
  { rx.recv_many(all, 1) } -> same_as<counted>;
  { rx.recv_many_for(all, 1, 1ms) } -> same_as<counted>;
  { rx.drain() } -> same_as<std::vector<int>>;
  requires std::ranges::input_range<decltype(rx.try_iter())>;
  requires std::ranges::input_range<decltype((rx))>;
});
static_assert(requires(const tx_t& tx, const rx_t& rx, std::vector<int>& all, time_point tp,
                       strait::stop_token stop) {
  { tx.send(1, stop) } -> same_as<sent>;
  { tx.send_for(1, 1h, stop) } -> same_as<sent>;
  { tx.send_until(1, tp, stop) } -> same_as<sent>;
  { tx.send_with(seven, stop) } -> same_as<told>;
  { tx.send_many(all, stop) } -> same_as<strait::batch_result>;
  { rx.recv(stop) } -> same_as<got>;
  { rx.recv_for(1h, stop) } -> same_as<got>;
  { rx.recv_until(tp, stop) } -> same_as<got>;
  { rx.recv_many(all, 1, stop) } -> same_as<counted>;
  { rx.recv_many_for(all, 1, 1ms, stop) } -> same_as<counted>;
});

TEST_CASE("every code is a case of a switch and prints as text of its own") {
  const auto name = [](auto code) -> std::string_view {
    std::ostringstream text;
    text << code;
    CHECK(text.str() == to_string(code));
    return to_string(code);
  };
  std::set<std::string_view> sends;
  for (const send_errc code : {send_errc::disconnected, send_errc::full, send_errc::timeout,
                               send_errc::stopped, send_errc::would_block}) {
    sends.insert(name(code));
  }
  std::set<std::string_view> receives;
  for (const recv_error code : {recv_error::disconnected, recv_error::empty, recv_error::timeout,
                                recv_error::stopped, recv_error::would_block}) {
    receives.insert(name(code));
  }
  CHECK((sends.size() == 5 && receives.size() == 5));
  CHECK_FALSE(sends.contains(""));
}

TEST_CASE("a message may be given as anything that its parameter takes") {
  auto [tx, rx] = strait::unbounded<std::string>();
  const std::string constant = "constant";
  std::string variable = "variable";
  CHECK((tx.send("literal") && tx.send(constant) && tx.send(variable) && tx.send({"xxyz", 2})));
  CHECK((tx.try_send({}) && tx.send_for(std::move(variable), 1ms)));
  CHECK(tx.send_with([] { return "made"; }));
  CHECK(tx.send_with(std::function<std::string()>([&] { return constant.substr(0, 5); })));
  CHECK(rx.drain() == std::vector{"literal"s, "constant"s, "variable"s, "xx"s, ""s, "variable"s,
                                  "made"s, "const"s});
  auto [lists, list_rx] = strait::bounded<std::vector<int>>(1);
  CHECK(lists.send({1, 2, 3}));
  CHECK(list_rx.recv()->size() == 3);
  auto [optionals, optional_rx] = strait::bounded<std::optional<int>>(2);
  CHECK((optionals.send(std::nullopt) && optionals.send(7)));
  CHECK(*optional_rx.recv() == std::nullopt);
  CHECK(*optional_rx.recv() == 7);
}

TEST_CASE("what a channel carries may itself be a result, a handle, a function or a future") {
  auto [results, result_rx] = strait::bounded<got>(2);
  CHECK((results.send(7) && results.send(failed(recv_error::timeout))));
  CHECK(**result_rx.recv() == 7);
  CHECK(result_rx.recv()->error() == recv_error::timeout);
  auto [ends, ends_rx] = strait::bounded<strait::channel<int>>(1);
  CHECK(ends.send(strait::bounded<int>(1)));
  CHECK(ends_rx.recv()->tx.send(1));
  auto [tasks, task_rx] = strait::bounded<std::packaged_task<int()>>(1);
  std::packaged_task<int()> task(&seven);
  std::future<int> answer = task.get_future();
  CHECK(tasks.send(std::move(task)));
  (*task_rx.recv())();
  CHECK(answer.get() == 7);
  auto [calls, call_rx] = strait::bounded<int (*)()>(1);
  CHECK(calls.send(&seven));
  CHECK((*call_rx.recv())() == 7);
}

TEST_CASE("send_many takes all ranges, and recv_many fills all containers") {
  auto [tx, rx] = strait::unbounded<int>();
  std::istringstream text("1 2 3");
  CHECK(tx.send_many(std::views::istream<int>(text)).count == 3);
  CHECK(tx.send_many(std::views::iota(4, 6)).count == 2);
  CHECK(tx.send_many(std::array{6, 7}).count == 2);
  const std::list<short> constant{8};
  CHECK(tx.send_many(constant).count == 1);
  auto [other_tx, other_rx] = strait::unbounded<int>();
  CHECK(other_tx.send_many(rx.try_iter()).count == 8);
  std::deque<int> front;
  CHECK(other_rx.recv_many(front, 2) == 2);
  std::set<long> sorted;
  CHECK(other_rx.recv_many_for(sorted, 2, 1h) == 2);
  std::list<std::optional<int>> rest;
  CHECK(other_rx.recv_many(rest, 100) == 4);
  CHECK((front.back() == 2 && sorted.contains(4) && rest.back() == 8));
}

TEST_CASE("a receiver stands in pipelines of views, named or not") {
  const auto filled = [] {
    auto [tx, rx] = strait::unbounded<int>();
    for (int i = 1; i <= 6; ++i) static_cast<void>(tx.send(i));
    return rx;
  };
  const auto even = [](int n) { return n % 2 == 0; };
  const auto twice = [](int n) { return 2 * n; };
  const rx_t named = filled();
  int sum = 0;
  for (const int n : named | std::views::filter(even) | std::views::transform(twice)) sum += n;
  CHECK(sum == 24);
  for (const int n : filled() | std::views::take(2)) sum += n;
  CHECK(sum == 27);
  for (const int n : filled().try_iter() | std::views::drop(5)) sum += n;
  CHECK(sum == 33);
  CHECK(std::ranges::max(filled()) == 6);
  CHECK(std::ranges::count_if(filled(), even) == 3);
}

// --- Select ------------------------------------------------------------------------------------

TEST_CASE("a select gives the common type of its handlers' results") {
  auto [tx, rx] = strait::bounded<int>(1);
  const auto one = [](auto) { return 1; };
  const auto half = [] { return 0.5; };
  static_assert(same_as<decltype(strait::select(strait::on_recv(rx, one))), int>);
  static_assert(same_as<decltype(strait::select(strait::on_recv(rx, one),
                                                strait::on_timeout(1s, half))),
                        double>);
  static_assert(same_as<decltype(strait::select(strait::on_recv(rx), strait::on_default(half))),
                        void>);
  static_assert(same_as<decltype(strait::select_biased(strait::on_send(tx, seven, one),
                                                       strait::on_deadline(time_point(), half))),
                        double>);
  CHECK(strait::select(strait::on_recv(rx, one), strait::on_timeout(0s, half)) == 0.5);
  std::string text = strait::select(strait::on_recv(rx, [](auto) { return "something"s; }),
                                    strait::on_default([] { return "nothing"; }));
  CHECK(text == "nothing");
}

TEST_CASE("a handler is told of a send in the type that its message asks for") {
  auto [tx, rx] = strait::bounded<std::string>(0);
  rx.close();
  std::string lvalue = "lvalue";
  strait::select(strait::on_send(tx, lvalue, [](told result) {
    CHECK(result.error() == send_errc::disconnected);
  }));
  strait::select(strait::on_send(tx, lvalue, [](auto result) {
    static_assert(same_as<decltype(result), told>);
  }));
  CHECK(lvalue == "lvalue");
  strait::select(strait::on_send(
      tx, "rvalue"s, [](std::expected<void, strait::send_error<std::string>> result) {
        CHECK(result.error().value == "rvalue");
      }));
  strait::select(strait::on_send(tx, [] { return "made"; }, [](auto result) {
    static_assert(same_as<decltype(result), told>);
  }));
  strait::select(strait::on_send(
      tx, lvalue, [](std::expected<void, strait::send_error<std::string>> result) {
        CHECK(result.error().value == "lvalue");
      }));
  CHECK(lvalue.empty());
}

TEST_CASE("a selector's forms return what they are documented with") {
  using selector = strait::selector<int>;
  using silent = strait::selector<>;
  static_assert(same_as<silent, strait::selector<void>>);
  static_assert(requires(selector& s, silent& v, tx_t tx, rx_t rx, time_point tp) {
    { s.recv(rx, handle_receive) } -> same_as<selector&>;
    { s.send(tx, 1, handle_send) } -> same_as<selector&>;
    { s.send(tx, seven, handle_late_send) } -> same_as<selector&>;
    { s.last() } -> same_as<std::size_t>;
    { s.remove(std::size_t{1}) } -> same_as<void>;
    { s.wait() } -> same_as<int>;
    { s.try_wait() } -> same_as<std::optional<int>>;
    { s.wait_for(1s) } -> same_as<std::optional<int>>;
    { s.wait_until(tp) } -> same_as<std::optional<int>>;
    { v.wait() } -> same_as<void>;
    { v.try_wait() } -> same_as<bool>;
    { v.wait_for(1s) } -> same_as<bool>;
    { v.wait_until(tp) } -> same_as<bool>;
    { s.ready() } -> same_as<std::size_t>;
    { s.try_ready() } -> same_as<std::optional<std::size_t>>;
    { s.ready_for(1s) } -> same_as<std::optional<std::size_t>>;
    { s.ready_until(tp) } -> same_as<std::optional<std::size_t>>;
  });
  auto [tx, rx] = strait::bounded<int>(1);
  silent chain;
  CHECK(chain.recv(rx).send(tx, 1).send(tx, seven).last() == 3);
  chain.remove(2);
  chain.remove(2);
  CHECK(chain.try_wait());
  CHECK(rx.recv() == 7);
  selector told_of_all;
  told_of_all.recv(rx, handle_receive).send(tx, 1, handle_send).send(tx, seven, handle_late_send);
  CHECK(told_of_all.wait() == 1);
  CHECK(told_of_all.wait_for(1h) == 1);
  std::map<int, silent> many;
  many.emplace(1, std::move(chain));
  CHECK(many[1].ready_for(1h).has_value());
}

#ifdef __cpp_lib_jthread
TEST_CASE("a stop is a case, and a limit of every operation that waits") {
  auto [tx, rx] = strait::bounded<int>(0);
  std::stop_source source;
  const std::stop_token stop = source.get_token();
  source.request_stop();
  CHECK(strait::select(strait::on_recv(rx, [](auto) { return 1; }),
                       strait::on_stop(stop, [] { return 2; }),
                       strait::on_timeout(1h, [] { return 3; })) == 2);
  std::vector<int> all;
  CHECK(failure(tx.send(1, stop)) == send_errc::stopped);
  CHECK(failure(tx.send_for(1, 1h, stop)) == send_errc::stopped);
  CHECK(tx.send_with(seven, stop).error() == send_errc::stopped);
  CHECK(tx.send_many(std::array{1, 2}, stop).error == send_errc::stopped);
  CHECK(rx.recv(stop) == failed(recv_error::stopped));
  CHECK(rx.recv_many(all, 9, stop).error() == recv_error::stopped);
  CHECK(rx.recv_many_for(all, 9, 1h, stop).error() == recv_error::stopped);
}
#endif
