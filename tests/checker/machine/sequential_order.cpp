#include "sequential_order.hpp"

#include <bit>

namespace checker {

bool sequential_order::comes_before(const access& a, const access& b) noexcept {
  if (a.variable != b.variable) return false;
  return a.position < b.position || (a.position == b.position && a.is_store && !b.is_store);
}

sequential_order::set sequential_order::before(const access& added,
                                               const vector_clock& known) const noexcept {
  set all = 0;
  for (std::size_t each = 0; each < count_; ++each) {
    const entry& it = entries_[each];
    const bool happens = known[static_cast<std::size_t>(it.thread)] >= it.time;
    if (happens || comes_before(it.what, added)) all |= set{1} << each;
  }
  return all;
}

sequential_order::set sequential_order::behind(const access& added) const noexcept {
  set all = 0;
  for (std::size_t each = 0; each < count_; ++each) {
    if (comes_before(added, entries_[each].what)) all |= set{1} << each;
  }
  return all;
}

bool sequential_order::allows(const access& added, const vector_clock& known) const noexcept {
  set all = behind(added);
  if (all == 0) return true;
  if (count_ == most) return false;  // Rather too strict than without an end.
  for (set fresh = all; fresh != 0;) {
    const auto each = static_cast<std::size_t>(std::countr_zero(fresh));
    fresh &= fresh - 1;
    const set more = entries_[each].after & ~all;
    all |= more;
    fresh |= more;
  }
  return (all & before(added, known)) == 0;
}

void sequential_order::add(const access& added, const vector_clock& known, int thread,
                           std::uint32_t now) noexcept {
  if (count_ == most) return;
  const set earlier = before(added, known);
  const set later = behind(added);
  for (std::size_t each = 0; each < count_; ++each) {
    if ((earlier >> each & 1) != 0) entries_[each].after |= set{1} << count_;
  }
  entries_[count_++] = {added, thread, now, later};
}

}  // namespace checker
