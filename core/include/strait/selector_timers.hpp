// selector_timers.hpp — the cases of a selector that time alone makes ready, by their moments.
//
// Invariants  I1 a timer's moment only grows, when another receiver takes its message: the one that
//                is known here is never too late, and looked up again when it has come.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <strait/base/deadline.hpp>
#include <strait/wait/waitable.hpp>

STRAIT_BEGIN
namespace detail {

class selector_timers {
 public:
  /// For so many operations. Throws: std::bad_alloc.
  void reserve(std::size_t count) { heap_.reserve(count); }

  /// Requires: room. A timer that delivers nothing more is not kept: it is never ready again.
  void add(operation& added) noexcept {
    const time_point moment = added.channel->due();
    if (moment == time_point::max()) return;
    heap_.push_back({moment, &added});
    std::push_heap(heap_.begin(), heap_.end(), is_later);
  }

  void remove(const operation& gone) noexcept {
    std::erase_if(heap_, [&gone](const entry& each) { return each.op == &gone; });
    std::make_heap(heap_.begin(), heap_.end(), is_later);
  }

  /// Takes out those that are due, and calls `found(operation&)` for each.
  template <class Found>
  void take_due(Found found) noexcept {
    if (heap_.empty()) return;
    const time_point now = platform::now();
    while (!heap_.empty() && heap_.front().moment <= now) {
      operation& first = *heap_.front().op;
      std::pop_heap(heap_.begin(), heap_.end(), is_later);
      heap_.pop_back();
      if (first.channel->due() <= now) {
        found(first);
      } else {
        add(first);  // I1
      }
    }
  }

  /// max(): never.
  time_point first_due() const noexcept {
    return heap_.empty() ? time_point::max() : heap_.front().moment;
  }

 private:
  struct entry {
    time_point moment;
    operation* op;
  };
  static bool is_later(const entry& a, const entry& b) noexcept { return a.moment > b.moment; }

  std::vector<entry> heap_;  ///< The earliest first.
};

}  // namespace detail
STRAIT_END
