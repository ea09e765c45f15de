// history.hpp — the operations of one execution, and whether they are what a channel may do.
//
// An operation comes before another if its return happens before the other's call, in the sense of
// the memory model: that is all that a program can rely on, and the same in all executions that
// differ in the order of independent steps only.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "machine/machine.hpp"
#include "specification.hpp"

namespace checker {

class history {
 public:
  void begin() noexcept { count_ = 0; }

  /// Calls `f`, which returns the outcome and, of a receive, the message.
  template <class F>
  specification::outcome record(specification::action what, int value, F f) {
    const std::size_t number = count_++;
    entry& its = entries_[number];
    machine& it = machine::the();
    operations_[number] = {what, value, specification::outcome::unfinished};
    its = {it.this_thread(), it.view().clock, 0};
    const specification::operation result = f();
    its.returned = ++it.view().own();
    operations_[number].how = result.how;
    if (what == specification::action::receive) operations_[number].value = result.value;
    return result.how;
  }

  bool is_right(const specification::channel& from) const {
    return machine::the().outside([&] {
      const auto comes_before = [this](std::size_t a, std::size_t b) {
        const auto thread = static_cast<std::size_t>(entries_[a].thread);
        return entries_[a].returned != 0 && entries_[b].called[thread] >= entries_[a].returned;
      };
      return specification::linearization(std::span(operations_).first(count_), comes_before)
          .exists(from);
    });
  }

 private:
  struct entry {
    int thread = 0;
    vector_clock called{};
    std::uint32_t returned = 0;  ///< By its thread's clock; 0: not yet.
  };

  std::array<entry, 24> entries_;
  std::array<specification::operation, 24> operations_;
  std::size_t count_ = 0;
};

}  // namespace checker
