#include "search.hpp"

#include <algorithm>
#include <bit>
#include <span>
#include <stdexcept>
#include <utility>

namespace checker {

namespace {

constexpr std::size_t at(int thread) noexcept { return static_cast<std::size_t>(thread); }

bool conflict(access a, access b) noexcept {
  return a != access::none && b != access::none && (a == access::write || b == access::write);
}

bool independent(const step& a, const step& b) noexcept {
  for (const step::touch& first : a.touches) {
    for (const step::touch& second : b.touches) {
      if (first.object == second.object && conflict(first.how, second.how)) return false;
    }
  }
  return true;
}

}  // namespace

void join(vector_clock& into, const vector_clock& from) noexcept {
  for (std::size_t each = 0; each < into.size(); ++each) {
    into[each] = std::max(into[each], from[each]);
  }
}

void search::begin() {
  depth_ = 0;
  carried_ = 0;
  newest_thread_node_ = none;
  clocks_ = {};
  objects_.clear();
}

int search::choose(int count) {
  if (count == 1) return 0;
  if (depth_ == tree_.size()) tree_.emplace_back();
  node& here = tree_[depth_++];
  if (here.is_thread || here.chosen >= count) throw std::logic_error("not this model's token");
  here.count = count;
  return here.chosen;
}

int search::choose_thread(thread_set enabled, const steps& pending, int running) {
  if (depth_ == tree_.size()) push_thread_node(enabled, running);
  node& here = tree_[depth_];
  if (here.chosen == nobody) return nobody;
  if (!here.is_thread || (enabled & only(here.chosen)) == 0) {
    throw std::logic_error("not this model's token");
  }
  const int thread = here.chosen;
  const step& made = pending[at(thread)];
  compare(thread, made);
  record(thread, made);
  carried_ = 0;
  if (preemptions_ == unbounded) {
    for (int each = 0; each < most_threads; ++each) {
      const bool seen = ((here.asleep | here.done) & only(each)) != 0;
      if (seen && each != thread && independent(pending[at(each)], made)) carried_ |= only(each);
    }
  }
  newest_thread_node_ = depth_++;
  return thread;
}

void search::push_thread_node(thread_set enabled, int running) {
  node added;
  added.is_thread = true;
  added.enabled = enabled;
  added.asleep = carried_;
  added.running = running;
  added.run_begins = depth_;
  if (newest_thread_node_ != none) {
    const node& before = tree_[newest_thread_node_];
    added.preemptions = before.preemptions + preempts(before, before.chosen);
    if (before.chosen == before.running) added.run_begins = before.run_begins;
  }
  const thread_set possible = enabled & ~added.asleep;
  added.chosen = possible == 0                     ? nobody
                 : (possible & only(running)) != 0 ? running
                                                   : std::countr_zero(possible);
  if (added.chosen != nobody) added.wanted = only(added.chosen);
  tree_.push_back(added);
}

bool search::preempts(const node& there, int thread) noexcept {
  return thread != there.running && (there.enabled & only(there.running)) != 0;
}

void search::compare(int thread, const step& made) {
  std::array<event, 3 * most_threads> before;
  std::size_t count = 0;
  for (const auto& [object, how] : made.touches) {
    const object_events* found = how == access::none ? nullptr : find(object);
    if (found == nullptr) continue;
    for (int other = 0; other < most_threads; ++other) {
      if (other == thread) continue;
      const event& read = found->reads[at(other)];
      const event& write = found->writes[at(other)];
      const event& last = how == access::write && read.time > write.time ? read : write;
      if (last.time != 0) before[count++] = last;
    }
  }
  const std::span conflicts(before.data(), count);
  for (const event& each : conflicts) {
    const bool ordered =
        clocks_[at(thread)][at(each.thread)] >= each.time ||
        std::ranges::any_of(conflicts, [&](const event& later) {
          return later.thread != each.thread && later.clock[at(each.thread)] >= each.time;
        });
    if (!ordered) want(each, thread);
  }
  for (const event& each : conflicts) join(clocks_[at(thread)], each.clock);
}

search::object_events* search::find(const void* object) noexcept {
  const auto found = std::ranges::find(objects_, object);
  if (found == objects_.end()) return nullptr;
  return &events_[static_cast<std::size_t>(found - objects_.begin())];
}

search::object_events& search::find_or_add(const void* object) {
  if (object_events* const found = find(object)) return *found;
  objects_.push_back(object);
  if (events_.size() < objects_.size()) events_.emplace_back();
  object_events& added = events_[objects_.size() - 1];
  added = {};
  return added;
}

void search::want(const event& before, int thread) {
  const node& there = tree_[before.at];
  thread_set wanted = there.enabled & only(thread);
  // It could not go there: then one of those it has come after, or any.
  for (int other = 0; wanted == 0 && other < most_threads; ++other) {
    const bool helps = other != before.thread && (there.enabled & only(other)) != 0 &&
                       clocks_[at(thread)][at(other)] > there.times[at(other)];
    if (helps) wanted = only(other);
  }
  if (wanted == 0) wanted = there.enabled;
  tree_[before.at].wanted |= wanted;
  if (preemptions_ != unbounded) {
    node& begin = tree_[there.run_begins];
    begin.wanted |= (begin.enabled & wanted) != 0 ? begin.enabled & wanted : begin.enabled;
  }
}

void search::record(int thread, const step& made) {
  node& here = tree_[depth_];
  for (int each = 0; each < most_threads; ++each)
    here.times[at(each)] = clocks_[at(each)][at(each)];
  vector_clock& clock = clocks_[at(thread)];
  ++clock[at(thread)];
  const event now{thread, clock[at(thread)], depth_, clock};
  for (const auto& [object, how] : made.touches) {
    if (how == access::none) continue;
    object_events& events = find_or_add(object);
    if (how == access::read) {
      events.reads[at(thread)] = now;
    } else {
      write_before_ = std::exchange(events.writes[at(thread)], now);
    }
  }
}

void search::was_only_a_read(int thread, const void* object) {
  object_events& events = find_or_add(object);
  events.reads[at(thread)] = std::exchange(events.writes[at(thread)], write_before_);
}

void search::was_released(int thread, const void* object) {
  find_or_add(object).writes[at(thread)].clock = clocks_[at(thread)];
}

void search::finish(thread_set enabled, const steps& pending) {
  for (int each = 0; each < most_threads; ++each) {
    if ((enabled & only(each)) != 0) compare(each, pending[at(each)]);
  }
}

bool search::next() {
  if (replays_) return false;
  for (; !tree_.empty(); tree_.pop_back()) {
    node& last = tree_.back();
    if (!last.is_thread) {
      if (++last.chosen < last.count) return true;
      continue;
    }
    if (last.chosen == nobody) continue;
    last.done |= only(last.chosen);
    for (thread_set left = last.wanted & last.enabled & ~last.done & ~last.asleep; left != 0;
         left &= left - 1) {
      const int thread = std::countr_zero(left);
      if (preemptions_ != unbounded && last.preemptions + preempts(last, thread) > preemptions_) {
        continue;
      }
      last.chosen = thread;
      return true;
    }
  }
  return false;
}

// A letter for a thread, a digit or a capital letter for another choice.
std::string search::token() const {
  std::string text;
  for (const node& each : std::span(tree_).first(depth_)) {
    const int base = each.is_thread ? 'a' : each.chosen < 10 ? '0' : 'A' - 10;
    text += static_cast<char>(base + each.chosen);
  }
  return text;
}

void search::replay(std::string_view token) {
  tree_.clear();
  replays_ = true;
  for (const char each : token) {
    node made;
    made.is_thread = each >= 'a' && each <= 'z';
    made.chosen = made.is_thread ? each - 'a' : each <= '9' ? each - '0' : each - 'A' + 10;
    made.enabled = ~thread_set{0};
    tree_.push_back(made);
  }
}

}  // namespace checker
