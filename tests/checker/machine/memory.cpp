#include "memory.hpp"

#include <algorithm>

namespace checker {

bool variable::acquires(std::memory_order order) noexcept {
  return order != std::memory_order_relaxed && order != std::memory_order_release;
}

bool variable::releases(std::memory_order order) noexcept {
  return order == std::memory_order_release || order == std::memory_order_acq_rel ||
         order == std::memory_order_seq_cst;
}

void variable::begin(viewer& creator, std::uint64_t initial) {
  stores_.clear();
  fenced_ = 0;
  floors_ = {};
  used_ = {};
  stale_reads_ = {};
  add(creator, initial, std::memory_order_relaxed, false);
}

int variable::readable(const viewer& reader) const noexcept {
  const std::size_t oldest = floors_[index(reader.thread)];
  if (stale_reads_[index(reader.thread)] >= most_stale_reads) return 1;
  int count = 1;
  for (std::size_t each = stores_.size() - 1; each > oldest; --each, ++count) {
    for (std::size_t thread = 0; thread < most_threads; ++thread) {
      const std::uint32_t seen = stores_[each].seen[thread];
      if (seen != 0 && reader.clock[thread] >= seen) return count;
    }
  }
  return count;
}

std::uint64_t variable::load(viewer& reader, int age, std::memory_order order) noexcept {
  stored& from = stores_[position(age)];
  if (age > 0) ++stale_reads_[index(reader.thread)];
  const std::uint32_t now = ++reader.own();
  used_[index(reader.thread)] = now;
  if (from.seen[index(reader.thread)] == 0) from.seen[index(reader.thread)] = now;
  if (acquires(order)) join(reader.clock, from.published);
  return from.value;
}

void variable::store(viewer& writer, std::uint64_t value, std::memory_order order) {
  add(writer, value, order, false);
}

void variable::modify(viewer& writer, std::uint64_t value, std::memory_order order) {
  if (acquires(order)) join(writer.clock, stores_.back().published);
  add(writer, value, order, true);
}

void variable::add(viewer& writer, std::uint64_t value, std::memory_order order, bool continues) {
  const std::uint32_t now = ++writer.own();
  stored added{.value = value, .writer = writer.thread};
  if (continues) added.published = stores_.back().published;  // A release sequence goes on.
  if (releases(order)) join(added.published, writer.clock);
  added.seen[index(writer.thread)] = now;
  used_[index(writer.thread)] = now;
  stores_.push_back(added);
}

void variable::fence_heavily(const viewer& self, const vector_clock& fenced) noexcept {
  for (std::size_t each = stores_.size(); each-- > fenced_;) {
    if (stores_[each].seen[index(self.thread)] == 0) continue;
    fenced_ = each;
    break;
  }
  std::size_t& floor = floors_[index(self.thread)];
  for (std::size_t each = stores_.size(); each-- > floor;) {
    const std::size_t writer = index(stores_[each].writer);
    if (stores_[each].seen[writer] > fenced[writer]) continue;
    floor = each;
    break;
  }
}

void variable::fence_lightly(const viewer& self) noexcept {
  std::size_t& floor = floors_[index(self.thread)];
  floor = std::max(floor, fenced_);
}

bool variable::is_over_for(const viewer& destroyer) const noexcept {
  for (std::size_t thread = 0; thread < most_threads; ++thread) {
    if (destroyer.clock[thread] < used_[thread]) return false;
  }
  return true;
}

bool plain_accesses::note_read(viewer& reader) noexcept {
  read[static_cast<std::size_t>(reader.thread)] = ++reader.own();
  return reader.clock[static_cast<std::size_t>(writer)] >= written;
}

bool plain_accesses::note_write(viewer& writes) noexcept {
  bool ordered = writes.clock[static_cast<std::size_t>(writer)] >= written;
  for (std::size_t thread = 0; thread < most_threads; ++thread) {
    ordered = ordered && writes.clock[thread] >= read[thread];
  }
  writer = writes.thread;
  written = ++writes.own();
  return ordered;
}

}  // namespace checker
