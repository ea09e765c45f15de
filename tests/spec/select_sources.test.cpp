// What a case of a send accepts as its message, and what its handler is told when nothing was sent.
#include <any>
#include <concepts>
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::on_default;
using strait::on_send;
using strait::select;
using strait::select_biased;
using strait::send_errc;

namespace {

template <class T>
using with_message = std::expected<void, strait::send_error<T>>;
using code_alone = std::expected<void, send_errc>;

template <class T, class V>
concept sendable =
    requires(const strait::sender<T>& tx, V&& value) { tx.send(std::forward<V>(value)); };
template <class T, class V>
concept selectable =
    requires(const strait::sender<T>& tx, V&& value) { on_send(tx, std::forward<V>(value)); };
template <class T, class V>
concept addable = requires(strait::selector<>& s, const strait::sender<T>& tx, V&& value) {
  s.send(tx, std::forward<V>(value));
};

template <class T, class V>
constexpr bool refused = !sendable<T, V> && !selectable<T, V> && !addable<T, V>;
template <class T, class V>
constexpr bool accepted = sendable<T, V> && selectable<T, V> && addable<T, V>;

struct base {
  virtual ~base() = default;
};
struct derived : base {};
enum class color { red };
struct from_int {
  explicit from_int(int);
};
struct to_int {
  explicit operator int() const;
};

}  // namespace

// Explicit conversions are refused, in all forms alike.
static_assert(refused<std::vector<int>, int> && refused<std::vector<int>, int&>);
static_assert(refused<std::unique_ptr<int>, int*> && refused<std::shared_ptr<int>, int*>);
static_assert(refused<std::string, std::string_view> && refused<std::string, int>);
static_assert(refused<std::optional<std::string>, std::string_view>);
static_assert(refused<from_int, int> && refused<int, to_int> && refused<int, color>);
static_assert(refused<derived*, base*> && refused<std::unique_ptr<derived>, std::unique_ptr<base>>);
static_assert(refused<std::function<void()>, int> && refused<std::variant<int, long>, std::string>);
static_assert(refused<int, std::string> && refused<int, std::nullptr_t>);
// So are callables that do not make a message.
static_assert(refused<int, void (*)()> && refused<int, std::function<std::string()>>);
static_assert(refused<std::unique_ptr<int>, std::function<int*()>>);

// Implicit ones are taken, in all forms alike.
static_assert(accepted<std::string, const char*> && accepted<std::string, const char (&)[5]>);
static_assert(accepted<long, int> && accepted<double, int&> && accepted<int, double>);
static_assert(accepted<std::optional<int>, int> && accepted<std::optional<int>, std::nullopt_t>);
static_assert(accepted<std::variant<int, std::string>, const char*>);
static_assert(accepted<std::any, int> && accepted<std::function<int()>, int (*)()>);
static_assert(accepted<std::unique_ptr<base>, std::unique_ptr<derived>>);
static_assert(accepted<std::shared_ptr<base>, std::shared_ptr<derived>&>);
static_assert(accepted<base*, derived*> && accepted<int*, std::nullptr_t>);
static_assert(accepted<std::reference_wrapper<int>, int&>);
static_assert(refused<std::reference_wrapper<int>, int>);

// An lvalue is moved from when its case is chosen: in a select it may be one that send() would have
// to copy. A selector keeps values, and would have to copy it, too.
static_assert(selectable<std::unique_ptr<int>, std::unique_ptr<int>&>);
static_assert(selectable<std::unique_ptr<base>, std::unique_ptr<derived>&>);
static_assert(!addable<std::unique_ptr<int>, std::unique_ptr<int>&>);
static_assert(refused<std::unique_ptr<int>, const std::unique_ptr<int>&>);

TEST_CASE("an argument that is itself a message is sent, not called") {
  int calls = 0;
  const auto counts = [&] { return ++calls; };
  SECTION("any") {
    auto [tx, rx] = strait::unbounded<std::any>();
    strait::selector<> s;
    select(on_send(tx, counts));
    select(on_send(tx, [] { return std::any(7); }));
    s.send(tx, counts).wait();
    CHECK(rx.size() == 3);
    for (std::any& each : rx.try_iter()) CHECK(each.type() != typeid(int));
  }
  SECTION("a function") {
    auto [tx, rx] = strait::unbounded<std::function<int()>>();
    select(on_send(tx, counts));
    CHECK(calls == 0);
    CHECK((*rx.recv())() == 1);
  }
  SECTION("a variant that holds functions") {
    auto [tx, rx] = strait::unbounded<std::variant<int, std::function<int()>>>();
    strait::selector<> s;
    select(on_send(tx, counts));
    s.send(tx, counts).wait();
    CHECK(calls == 0);
    CHECK(std::get<1>(*rx.recv())() == 1);
    CHECK(std::get<1>(*rx.recv())() == 2);
  }
  SECTION("an optional function") {
    auto [tx, rx] = strait::unbounded<std::optional<std::function<int()>>>();
    select(on_send(tx, counts));
    CHECK((*rx.recv())->operator()() == 1);
  }
  SECTION("a pointer to a function") {
    auto [tx, rx] = strait::unbounded<int (*)()>();
    select(on_send(tx, [] { return 7; }));
    CHECK((*rx.recv())() == 7);
  }
}

TEST_CASE("a function that answers yes or no is called for a bool, and not itself taken for true") {
  auto [tx, rx] = strait::unbounded<bool>();
  strait::selector<> s;
  select(on_send(tx, [] { return false; }));
  s.send(tx, [] { return false; }).wait();
  bool (*const no)() = [] { return false; };
  select(on_send(tx, no));
  CHECK(rx.drain() == std::vector{false, false, false});
  select(on_send(tx, true));
  CHECK(rx.recv() == true);
}

TEST_CASE("a case of a send takes braces as send does") {
  auto [tx, rx] = strait::unbounded<std::vector<int>>();
  strait::selector<> s;
  REQUIRE(tx.send({1, 2}));
  select(on_send(tx, {3, 4}));
  s.send(tx, {5, 6}).wait();
  CHECK(rx.drain() == std::vector<std::vector<int>>{{1, 2}, {3, 4}, {5, 6}});
}

TEST_CASE("a reference to an lvalue is sent where the message is one") {
  auto [tx, rx] = strait::unbounded<std::reference_wrapper<int>>();
  int number = 7;
  select(on_send(tx, number));
  CHECK(&rx.recv()->get() == &number);
}

TEST_CASE("send_many takes elements that send takes, and no others") {
  auto [tx, rx] = strait::unbounded<std::string>();
  const std::vector<const char*> words{"implicit", "conversions"};
  CHECK(tx.send_many(words).count == 2);
  CHECK(rx.drain() == std::vector<std::string>{"implicit", "conversions"});
  const auto takes = []<class T, class Element>(const strait::sender<T>& to,
                                                std::vector<Element> elements) {
    return requires { to.send_many(elements); };
  };
  CHECK(takes(tx, std::vector<std::string>()));
  CHECK_FALSE(takes(tx, std::vector<std::string_view>()));
  CHECK_FALSE(takes(strait::sender<std::vector<int>>(), std::vector<int>()));
  CHECK_FALSE(takes(strait::sender<std::unique_ptr<int>>(), std::vector<int*>()));
}

TEST_CASE("an lvalue that was not sent is never moved from, whatever its handler looks at") {
  const auto kind = GENERATE(test::every_kind());
  const bool biased = GENERATE(false, true);
  CAPTURE(kind, biased);
  auto [tx, rx] = kind.make<std::string>();
  tx.close();
  std::string message = "a message that is too long for a small string";
  const std::string before = message;
  const auto run = [&](auto&& a_case) { return biased ? select_biased(a_case) : select(a_case); };
  SECTION("no handler") { run(on_send(tx, message)); }
  SECTION("any result") {
    const bool sent = run(on_send(tx, message, [](auto result) { return result.has_value(); }));
    CHECK_FALSE(sent);
  }
  SECTION("a reference to any result") {
    const auto code = run(on_send(tx, message, [](auto&& result) { return result.error(); }));
    CHECK(code == send_errc::disconnected);
  }
  SECTION("the code") {
    const auto code = run(on_send(tx, message, [](code_alone result) { return result.error(); }));
    CHECK(code == send_errc::disconnected);
  }
  SECTION("an overload for each") {
    struct both {
      bool operator()(code_alone) const { return true; }
      bool operator()(with_message<std::string>) const { return false; }
    };
    CHECK(run(on_send(tx, message, both())));
  }
  SECTION("not chosen") {
    auto [full, nobody] = strait::bounded<std::string>(0);
    const auto fails = [](auto) { FAIL("not this case"); };
    if (biased) {
      select_biased(on_send(full, message, fails), on_default());
    } else {
      select(on_send(full, message, fails), on_default());
    }
  }
  CHECK(message == before);
}

TEST_CASE("a handler of an lvalue that takes only a send_error gets the message with it") {
  auto [tx, rx] = strait::bounded<std::string>(1);
  tx.close();
  std::string message = "a message that is too long for a small string";
  const std::string before = message;
  const std::string back = select(on_send(tx, message, [](with_message<std::string> result) {
    CHECK(result.error().code == send_errc::disconnected);
    return std::move(result.error().value);
  }));
  CHECK(back == before);
  CHECK(message.empty());
  // A constant lvalue is copied.
  const std::string constant = before;
  const std::string copy = select(
      on_send(tx, constant, [](with_message<std::string> result) { return result.error().value; }));
  CHECK(copy == before);
  CHECK(constant == before);
}

TEST_CASE("a factory that was not needed was not called, and its handler is told the code") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<std::string>();
  rx = {};
  int calls = 0;
  const auto make = [&] {
    ++calls;
    return std::string("made");
  };
  const auto any_result = [](auto result) { return result.error(); };
  const auto the_code = [](code_alone result) { return result.error(); };
  CHECK(select(on_send(tx, make, any_result)) == send_errc::disconnected);
  CHECK(select_biased(on_send(tx, make, the_code)) == send_errc::disconnected);
  strait::selector<send_errc> s;
  s.send(tx, make, any_result);
  CHECK(s.wait() == send_errc::disconnected);
  CHECK(s.try_wait() == send_errc::disconnected);
  CHECK(s.ready() == s.last());
  s.remove(s.last());
  s.send(tx, make, the_code);
  CHECK(s.wait_for(std::chrono::hours(1)) == send_errc::disconnected);
  CHECK(calls == 0);
}

TEST_CASE("a value in a case comes back with the error, also to a handler of any result") {
  auto [tx, rx] = strait::bounded<test::move_only>(1);
  rx.close();
  const auto value_of = [](auto result) {
    static_assert(std::same_as<decltype(result), with_message<test::move_only>>);
    return result.error().value.value();
  };
  CHECK(select(on_send(tx, test::move_only(7), value_of)) == 7);
  strait::selector<int> s;
  s.send(tx, test::move_only(8), value_of);
  CHECK(s.wait() == 8);
  CHECK_THROWS_AS(s.wait(), std::logic_error);
}

TEST_CASE("a message that was sent is told in the type of its handler") {
  auto [tx, rx] = strait::unbounded<std::string>();
  std::string message = "lvalue";
  const auto sent = [](auto result) { return result.has_value(); };
  CHECK(select(on_send(tx, message, sent)));
  CHECK(message.empty());
  CHECK(select(on_send(tx, [] { return "made"; }, [](code_alone r) { return r.has_value(); })));
  CHECK(select(on_send(
      tx, [] { return "made"; }, [](with_message<std::string> r) { return r.has_value(); })));
  CHECK(select(on_send(tx, std::string("rvalue"), sent)));
  CHECK(rx.size() == 4);
}
