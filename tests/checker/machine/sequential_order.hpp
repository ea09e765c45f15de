// sequential_order.hpp — the one order of all seq_cst accesses of an execution, as far as it is
// settled.
//
// Idea: C++ wants one order S of these accesses that agrees with what happens before what, and with
// the order of the stores to each variable and what reads them ([atomics.order]). S need not be the
// order of execution: a seq_cst load may miss a seq_cst store that has been executed already, if
// nothing forces it behind that store. So S is kept as a graph; a load may read whatever leaves it
// without a cycle.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "search.hpp"

namespace checker {

class sequential_order {
 public:
  void begin() noexcept { count_ = 0; }

  /// An access to the store number `position` of a variable: it reads it, or it is that store.
  struct access {
    std::uint32_t variable = 0;
    std::size_t position = 0;
    bool is_store = false;
  };

  /// Whether there is an S in which `added` comes after all that `before` knows of.
  bool allows(const access& added, const vector_clock& before) const noexcept;

  /// The access that `thread` has made at its time `now`.
  void add(const access& added, const vector_clock& before, int thread, std::uint32_t now) noexcept;

 private:
  using set = std::uint64_t;
  static constexpr std::size_t most = 64;

  struct entry {
    access what;
    int thread = 0;
    std::uint32_t time = 0;
    set after = 0;  ///< Those that come directly after it.
  };

  /// By the order of the stores to their variable and what reads them.
  static bool comes_before(const access& a, const access& b) noexcept;
  set before(const access& added, const vector_clock& known) const noexcept;
  set behind(const access& added) const noexcept;

  std::array<entry, most> entries_;
  std::size_t count_ = 0;
};

}  // namespace checker
