// choices.hpp — every way to wait for one of several operations, behind one function.
// A test that holds for all of them begins with
//
//     const auto way = GENERATE(test::every_way());
//     CAPTURE(way);
//     const auto what = test::choose(way, receives(a), sends(b, 7));
//     CHECK(what == test::received(0, 5));
//
// and runs once for each: select, select_biased, a selector that waits, and one that tells what is
// ready, so that the operation itself is done by try_recv or try_send.
#pragma once

#include <catch2/catch_tostring.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <ostream>
#include <strait/strait.hpp>
#include <string>
#include <utility>
#include <vector>

namespace test {

enum class way { select, select_biased, selector, ready };

inline std::ostream& operator<<(std::ostream& out, way how) {
  constexpr const char* names[] = {"select", "select_biased", "selector", "ready"};
  return out << names[static_cast<std::size_t>(how)];
}

inline Catch::Generators::GeneratorWrapper<way> every_way() {
  return Catch::Generators::from_range(
      std::vector{way::select, way::select_biased, way::selector, way::ready});
}

/// The ways that choose at random among what is ready.
inline Catch::Generators::GeneratorWrapper<way> fair_ways() {
  return Catch::Generators::from_range(std::vector{way::select, way::selector, way::ready});
}

/// The ways that do what they chose. Two that only watch a rendezvous never meet.
inline Catch::Generators::GeneratorWrapper<way> acting_ways() {
  return Catch::Generators::from_range(std::vector{way::select, way::select_biased, way::selector});
}

/// One arm of a choice.
template <class T>
struct receives {
  explicit receives(const strait::receiver<T>& rx) : from(rx) {}
  const strait::receiver<T>& from;
};
template <class T>
struct sends {
  sends(const strait::sender<T>& tx, T message) : to(tx), value(std::move(message)) {}
  const strait::sender<T>& to;
  mutable T value;
};

/// What happened, in which arm: a message came, one went, or the arm's channel is disconnected.
template <class T>
struct happened {
  enum what { received, sent, disconnected, wrong_code };
  std::size_t arm;
  what event;
  std::optional<T> message = std::nullopt;  ///< What was received, or handed back.

  friend bool operator==(const happened&, const happened&) = default;
};

template <class T>
happened<T> received(std::size_t arm, T message) {
  return {arm, happened<T>::received, std::move(message)};
}
template <class T = int>
happened<T> sent(std::size_t arm) {
  return {arm, happened<T>::sent};
}
template <class T = int>
happened<T> disconnected(std::size_t arm) {
  return {arm, happened<T>::disconnected};
}
template <class T>
happened<T> handed_back(std::size_t arm, T message) {
  return {arm, happened<T>::disconnected, std::move(message)};
}

namespace choices {

template <class T>
using receive_result = std::expected<T, strait::recv_error>;
template <class T>
using send_result = std::expected<void, strait::send_error<T>>;

template <class T>
happened<T> told(std::size_t arm, receive_result<T> result) {
  if (result) return received(arm, *std::move(result));
  if (result.error() == strait::recv_error::disconnected) return disconnected<T>(arm);
  return {arm, happened<T>::wrong_code};
}

template <class T>
happened<T> told(std::size_t arm, send_result<T> result) {
  if (result) return sent<T>(arm);
  if (result.error().code != strait::send_errc::disconnected) {
    return {arm, happened<T>::wrong_code};
  }
  return handed_back(arm, std::move(result.error().value));
}

template <class T>
auto as_case(std::size_t index, const receives<T>& arm) {
  return strait::on_recv(arm.from, [index](receive_result<T> result) {
    return std::optional(told<T>(index, std::move(result)));
  });
}
template <class T>
auto as_case(std::size_t index, const sends<T>& arm) {
  return strait::on_send(arm.to, arm.value, [index](send_result<T> result) {
    return std::optional(told<T>(index, std::move(result)));
  });
}

template <class T>
void add(strait::selector<happened<T>>& s, std::size_t index, const receives<T>& arm) {
  s.recv(arm.from, [index](receive_result<T> result) { return told<T>(index, std::move(result)); });
}
template <class T>
void add(strait::selector<happened<T>>& s, std::size_t index, const sends<T>& arm) {
  s.send(
      arm.to, [&arm] { return std::move(arm.value); },
      [index](send_result<T> result) { return told<T>(index, std::move(result)); });
}

/// Does the arm that was said to be ready; none if another thread was faster.
template <class T>
std::optional<happened<T>> attempt(std::size_t index, const receives<T>& arm) {
  auto result = arm.from.try_recv();
  if (!result && result.error() == strait::recv_error::empty) return std::nullopt;
  return told<T>(index, std::move(result));
}
template <class T>
std::optional<happened<T>> attempt(std::size_t index, const sends<T>& arm) {
  auto result = arm.to.try_send(std::move(arm.value));
  if (!result && result.error().code == strait::send_errc::full) {
    arm.value = std::move(result.error().value);
    return std::nullopt;
  }
  return told<T>(index, std::move(result));
}

constexpr auto forever = std::chrono::nanoseconds::max();
constexpr auto at_once = std::chrono::nanoseconds::zero();

template <class T, class... Arms, std::size_t... I>
std::optional<happened<T>> by_select(bool biased, std::chrono::nanoseconds limit,
                                     std::index_sequence<I...>, const Arms&... arms) {
  const auto nothing = [] { return std::optional<happened<T>>(); };
  const auto run = [&](auto&&... cases) {
    return biased ? strait::select_biased(cases...) : strait::select(cases...);
  };
  if (limit == forever) return run(as_case(I, arms)...);
  if (limit == at_once) return run(as_case(I, arms)..., strait::on_default(nothing));
  return run(as_case(I, arms)..., strait::on_timeout(limit, nothing));
}

template <class T>
std::optional<happened<T>> by_wait(strait::selector<happened<T>>& s,
                                   std::chrono::nanoseconds limit) {
  if (limit == forever) return s.wait();
  if (limit == at_once) return s.try_wait();
  return s.wait_for(limit);
}

template <class T, class First, class... Rest>
std::optional<happened<T>> attempt_nth(std::size_t n, std::size_t index, const First& first,
                                       const Rest&... rest) {
  if constexpr (sizeof...(rest) > 0) {
    if (n != index) return attempt_nth<T>(n, index + 1, rest...);
  }
  return attempt(index, first);
}

template <class T, class... Arms>
std::optional<happened<T>> by_ready(strait::selector<happened<T>>& s,
                                    std::chrono::nanoseconds limit, const Arms&... arms) {
  const std::size_t first = s.last() - sizeof...(arms) + 1;
  const auto end = std::chrono::steady_clock::now() + (limit == forever ? at_once : limit);
  for (;;) {
    const std::optional<std::size_t> id = limit == forever   ? s.ready()
                                          : limit == at_once ? s.try_ready()
                                                             : s.ready_until(end);
    if (!id) return std::nullopt;
    auto what = attempt_nth<T>(*id - first, 0, arms...);
    if (what) return what;
  }
}

template <class T, class... Arms>
std::optional<happened<T>> choose(way how, std::chrono::nanoseconds limit, const Arms&... arms) {
  if (how == way::select || how == way::select_biased) {
    return by_select<T>(how == way::select_biased, limit, std::index_sequence_for<Arms...>(),
                        arms...);
  }
  strait::selector<happened<T>> s;
  std::size_t index = 0;
  (add(s, index++, arms), ...);
  return how == way::selector ? by_wait(s, limit) : by_ready(s, limit, arms...);
}

}  // namespace choices

/// Waits for one of the arms.
template <template <class> class... Arms, class T>
happened<T> choose(way how, const Arms<T>&... arms) {
  return *choices::choose<T>(how, choices::forever, arms...);
}

/// The same, but not longer than `limit`: none if it was too short.
template <template <class> class... Arms, class T>
std::optional<happened<T>> choose_within(std::chrono::nanoseconds limit, way how,
                                         const Arms<T>&... arms) {
  return choices::choose<T>(how, limit, arms...);
}

/// The same without waiting.
template <template <class> class... Arms, class T>
std::optional<happened<T>> try_choose(way how, const Arms<T>&... arms) {
  return choices::choose<T>(how, choices::at_once, arms...);
}

}  // namespace test

namespace Catch {
template <class T>
struct StringMaker<test::happened<T>> {
  static std::string convert(const test::happened<T>& what) {
    constexpr const char* names[] = {"received", "sent", "disconnected", "wrong code"};
    return "arm " + std::to_string(what.arm) + ": " + names[what.event] + " " +
           Detail::stringify(what.message);
  }
};
}  // namespace Catch
