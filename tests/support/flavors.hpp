// flavors.hpp — every kind of channel, as a list to generate from.
// A test that holds for all kinds begins with
//
//     const auto kind = GENERATE(test::every_kind());
//     CAPTURE(kind);
//     auto [tx, rx] = kind.make<int>();
//
// and runs once for each of them. A list known at run time, not a list of types: the body of a
// test is compiled once, not five times.
#pragma once

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstddef>
#include <optional>
#include <ostream>
#include <strait/strait.hpp>
#include <vector>

namespace test {

struct kind {
  const char* name;
  std::optional<std::size_t> capacity;  ///< None: unbounded.

  template <class T>
  strait::channel<T> make() const {
    return capacity ? strait::bounded<T>(*capacity) : strait::unbounded<T>();
  }

  /// How many of `wanted` messages a send without a receiver can store.
  std::size_t room_for(std::size_t wanted) const {
    return capacity && *capacity < wanted ? *capacity : wanted;
  }

  friend std::ostream& operator<<(std::ostream& out, const kind& k) { return out << k.name; }
};

inline constexpr kind rendezvous{"rendezvous", 0};
inline constexpr kind bounded_1{"bounded(1)", 1};
inline constexpr kind bounded_4{"bounded(4)", 4};
inline constexpr kind bounded_large{"bounded(1000)", 1000};
inline constexpr kind unbounded{"unbounded", std::nullopt};

inline Catch::Generators::GeneratorWrapper<kind> every_kind() {
  return Catch::Generators::from_range(
      std::vector<kind>{rendezvous, bounded_1, bounded_4, bounded_large, unbounded});
}

/// The kinds that store at least one message.
inline Catch::Generators::GeneratorWrapper<kind> storing_kinds() {
  return Catch::Generators::from_range(
      std::vector<kind>{bounded_1, bounded_4, bounded_large, unbounded});
}

/// The kinds that store at least four messages.
inline Catch::Generators::GeneratorWrapper<kind> roomy_kinds() {
  return Catch::Generators::from_range(std::vector<kind>{bounded_4, bounded_large, unbounded});
}

/// The kinds in which a sender may have to wait.
inline Catch::Generators::GeneratorWrapper<kind> limited_kinds() {
  return Catch::Generators::from_range(
      std::vector<kind>{rendezvous, bounded_1, bounded_4, bounded_large});
}

/// Fills a channel to the brim with `value` and gives the number of messages that went in.
template <class T>
std::size_t fill(const strait::sender<T>& tx, const T& value) {
  std::size_t count = 0;
  while (tx.try_send(value)) ++count;
  return count;
}

}  // namespace test
