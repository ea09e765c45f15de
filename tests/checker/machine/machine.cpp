#include "machine.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace checker {

namespace {

const char the_clock = 0;

/// Where the sleepers of a word queue: not the word itself, which may be gone already.
const void* queue_of(const void* word) noexcept { return static_cast<const char*>(word) + 1; }

[[gnu::format(printf, 1, 2)]] std::string text(const char* form, ...) {
  char line[160];
  std::va_list values;
  va_start(values, form);
  std::vsnprintf(line, sizeof line, form, values);
  va_end(values);
  return line;
}

}  // namespace

machine& machine::the() noexcept {
  static machine& only_one = *new machine;  // Never destroyed: operator delete asks it to the end.
  return only_one;
}

void machine::reset(search& choices, const possibilities& possible) {
  choices_ = &choices;
  possible_ = possible;
  if (variables_.empty()) variables_.resize(512);
  variable_count_ = 0;
  order_.begin();
  fenced_ = {};
  ++execution_;
  steps_ = 0;
  now_ = 0;
  ticks_ = 0;
  current_ = 0;
  ending_ = ending::complete;
  log.clear();
  failure.clear();
  memory_.begin();
  for (thread& each : threads_) each.state = state::absent;
  pending_ = {};
  pending_[index(clock_thread)] = {"tick", {{{&the_clock, access::write}}}};
  choices.begin();
}

ending machine::run(search& choices, const possibilities& possible,
                    const std::function<void()>& body) {
  reset(choices, possible);
  start(0, body);
  under_way_ = true;
  threads_[0].stack.switch_from(outside_);
  under_way_ = false;
  if (ending_ == ending::complete && memory_.live_blocks() != 0) {
    failure = text("%zu allocations were never freed", memory_.live_blocks());
    ending_ = ending::failed;
  }
  choices.finish(ticks_ < possible_.ticks ? only(clock_thread) : 0, pending_);
  return ending_;
}

void machine::start(int number, const std::function<void()>& body) {
  thread& it = threads_[index(number)];
  it.state = state::ready;
  it.view = {number, threads_[0].view.clock};
  if (number == 0) it.view.clock = {};
  it.view.own() = 1;
  it.body = &body;
  it.local_names = {};
  it.locks_held = 0;
  it.stack.prepare(&thread_entry);
  pending_[index(number)] = {.name = "start"};
}

void machine::thread_entry() {
  machine& it = the();
  thread& self = it.threads_[index(it.current_)];
  running_ = true;
  (*self.body)();
  running_ = false;
  self.state = state::finished;
  it.pending_[index(it.current_)] = {};
  it.reschedule();
  std::unreachable();
}

void machine::run_threads(std::span<const std::function<void()>> bodies) {
  const runtime_scope inside;
  int number = 0;
  for (const std::function<void()>& each : bodies) {
    start(++number, each);
    choices_->order(0, number);
  }
  ++view().own();
  threads_[0].state = state::joining;
  make_step({.name = "join"});
  threads_[0].state = state::ready;
  for (; number > 0; --number) {
    join(view().clock, threads_[index(number)].view.clock);
    choices_->order(number, 0);
  }
}

void machine::fail(const char* why) {
  running_ = false;
  if (!under_way_) {
    std::fprintf(stderr, "the checker itself: %s\n", why);
    std::_Exit(2);
  }
  failure = why;
  end(ending::failed);
}

void machine::end(ending how) {
  running_ = false;
  ending_ = how;
  outside_.switch_from(threads_[index(current_)].stack);
  std::unreachable();
}

int machine::choose(int count, const char* what) {
  const runtime_scope inside;
  const int chosen = choices_->choose(count);
  if (keeps_log && count > 1) {
    log += text("thread %d    %s: %d of %d\n", current_, what, chosen, count);
  }
  return chosen;
}

std::int64_t machine::now() {
  const runtime_scope inside;
  if (possible_.ticks > 0) make_step({"now", {{{&the_clock, access::read}}}});
  return now_;
}

thread_set machine::enabled() const noexcept {
  thread_set all = 0;
  bool others = false;
  for (int each = 0; each < clock_thread; ++each) {
    const state now = threads_[index(each)].state;
    const lock_identity* wants = threads_[index(each)].wants;
    if (now == state::ready) all |= only(each);
    if (now == state::locking && wants->holder == nobody) all |= only(each);
    others = others || (each > 0 && now != state::absent && now != state::finished);
  }
  if (!others && threads_[0].state == state::joining) return only(0);
  if (all != 0 && others && ticks_ < possible_.ticks) all |= only(clock_thread);
  return all;
}

void machine::make_step(const step& next) {
  pending_[index(current_)] = next;
  reschedule();
  if (keeps_log) log += text("thread %d  %s\n", current_, next.name);
}

void machine::reschedule() {
  for (;;) {
    if (++steps_ > most_steps) fail("no end in sight: threads run without getting anywhere");
    thread_set can = enabled();
    if (can == 0) {
      const auto is = [this](state wanted) {
        return std::ranges::any_of(threads_, [&](const thread& t) { return t.state == wanted; });
      };
      if (is(state::locking)) fail("threads wait for each other's locks");
      if (!is(state::asleep) && !is(state::joining)) end(ending::complete);
      const bool timed = std::ranges::any_of(threads_, [](const thread& each) {
        return each.state == state::asleep && each.until != for_ever;
      });
      if (!timed && possible_.may_be_stuck && possible_.may_be_stuck()) end(ending::stuck);
      if (!timed) fail("all threads wait for ever");
      can = only(clock_thread);
    }
    const int next = choices_->choose_thread(can, pending_, current_);
    if (next == search::nobody) end(ending::seen_before);
    if (next == clock_thread) {
      tick();
      continue;
    }
    if (next == current_) return;
    const int before = std::exchange(current_, next);
    threads_[index(next)].stack.switch_from(threads_[index(before)].stack);
    return;
  }
}

void machine::tick() {
  std::int64_t until = now_ + 1;
  const bool forced = ticks_ >= possible_.ticks || (enabled() & ~only(clock_thread)) == 0;
  if (forced) {
    until = for_ever;
    for (const thread& each : threads_) {
      if (each.state == state::asleep) until = std::min(until, each.until);
    }
  }
  now_ = std::max(now_ + 1, until);
  ++ticks_;
  if (keeps_log) log += text("          the clock says %lld\n", static_cast<long long>(now_));
  for (int each = 0; each < clock_thread; ++each) {
    if (threads_[index(each)].state != state::asleep || threads_[index(each)].until > now_) {
      continue;
    }
    choices_->order(clock_thread, each);
    rouse(each);
  }
}

void machine::rouse(int sleeper) {
  threads_[index(sleeper)].state = state::ready;
  pending_[index(sleeper)] = {.name = "wake up"};
}

void machine::lock(lock_identity& it) {
  const runtime_scope inside;
  if (it.execution == arena::freed_word) fail("a lock is used after its end");
  if (it.execution != execution_) it = {.execution = execution_};
  thread& self = threads_[index(current_)];
  if (it.holder == current_) fail("a thread locks what it has locked");
  self.state = state::locking;
  self.wants = &it;
  make_step({"lock", {{{&it, access::write}}}});
  self.state = state::ready;
  it.holder = current_;
  ++self.locks_held;
  join(view().clock, it.published);
}

// No step: to go on with the lock held, and do what no other thread sees, would change nothing.
void machine::unlock(lock_identity& it) {
  const runtime_scope inside;
  if (it.holder != current_) fail("a thread unlocks what it has not locked");
  it.holder = nobody;
  --threads_[index(current_)].locks_held;
  join(it.published, view().clock);
  ++view().own();
  choices_->was_released(current_, &it);
}

void machine::require_no_lock(const char* fault) {
  const runtime_scope inside;
  if (threads_[index(current_)].locks_held > 0) fail(fault);
}

void machine::sleep(atomic_identity& it, std::uint64_t initial, std::uint64_t expected,
                    std::int64_t until) {
  const runtime_scope inside;
  require_no_lock("a thread sleeps with a lock held");
  find(it, initial);
  const access time = until == for_ever ? access::none : access::read;
  make_step({"sleep", {{{&it, access::read}, {queue_of(&it), access::write}, {&the_clock, time}}}});
  if (find(it, initial).newest() != expected || until <= now_) return;
  if (possible_.spurious_wakes > 0 && choose(2, "no sleep") == 1) {
    --possible_.spurious_wakes;
    return;
  }
  thread& self = threads_[index(current_)];
  self.state = state::asleep;
  self.sleeps_on = &it;
  self.until = until;
  make_step({.name = "asleep"});
}

void machine::wake(const void* word, bool all) {
  const runtime_scope inside;
  const access time = possible_.ticks > 0 ? access::read : access::none;
  make_step(
      {all ? "wake all" : "wake one", {{{queue_of(word), access::write}, {&the_clock, time}}}});
  std::array<int, most_threads> sleepers;
  int count = 0;
  for (int each = 0; each < clock_thread; ++each) {
    const thread& it = threads_[index(each)];
    if (it.state == state::asleep && it.sleeps_on == word) sleepers[index(count++)] = each;
  }
  if (count == 0) return;
  const int first = all ? 0 : choose(count, "whom to wake");
  for (int each = first; each < (all ? count : first + 1); ++each) {
    choices_->order(current_, sleepers[index(each)]);
    rouse(sleepers[index(each)]);
  }
}

void* machine::allocate(std::size_t size, std::size_t alignment, bool may_fail) {
  void* block = nullptr;
  {
    const runtime_scope inside;
    if (may_fail && possible_.failed_allocations > 0 && choose(2, "no memory") == 1) {
      --possible_.failed_allocations;
    } else {
      block = memory_.allocate(current_, size, alignment);
      if (block == nullptr) fail("the model needs too much memory");
    }
  }
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void machine::deallocate(void* block) noexcept {
  const runtime_scope inside;
  switch (memory_.deallocate(block)) {
    case arena::freed::now:
      return;
    case arena::freed::before:
      return fail("memory is freed twice");
    case arena::freed::not_allocated:
      return fail("memory is freed that was not allocated");
  }
}

void* machine::local(const void* name, std::size_t size) {
  const runtime_scope inside;
  constexpr std::size_t slot = 32;
  thread& self = threads_[index(current_)];
  for (std::size_t each = 0; each < self.local_names.size(); ++each) {
    std::byte* const place = self.locals.data() + each * slot;
    if (self.local_names[each] == nullptr) {
      self.local_names[each] = name;
      std::fill_n(place, slot, std::byte{0});
    }
    if (self.local_names[each] == name && size <= slot) return place;
  }
  fail("too many thread-local variables");
}

}  // namespace checker

// What a model's threads allocate comes from the machine.
void* operator new(std::size_t size) {
  using checker::machine;
  if (machine::is_running()) return machine::the().allocate(size, alignof(std::max_align_t), false);
  if (void* const block = std::malloc(size == 0 ? 1 : size)) return block;
  throw std::bad_alloc();
}
void operator delete(void* block) noexcept {
  checker::machine& it = checker::machine::the();
  if (block == nullptr) return;
  if (it.owns(block)) return it.deallocate(block);
  std::free(block);
}
void operator delete(void* block, std::size_t) noexcept { operator delete(block); }
