// accesses.cpp — the machine's atomic variables and fences: each access is a step.
#include <algorithm>
#include <cstdio>
#include <limits>

#include "machine.hpp"

namespace checker {

namespace {

/// What fences touch, and nothing else does.
const char the_fences = 0;

constexpr std::uint32_t destroyed = std::numeric_limits<std::uint32_t>::max();

}  // namespace

void machine::create(atomic_identity& it, std::uint64_t initial) {
  const runtime_scope inside;
  if (variable_count_ == variables_.size()) fail("too many atomic variables");
  it = {execution_, static_cast<std::uint32_t>(variable_count_++)};
  variables_[it.number].begin(view(), initial);
}

void machine::destroy(atomic_identity& it) {
  const runtime_scope inside;
  if (it.execution == destroyed) fail("an atomic variable is destroyed twice");
  if (it.execution == execution_ && !variables_[it.number].is_over_for(view())) {
    fail("an atomic variable is destroyed while another thread may still use it");
  }
  it.execution = destroyed;
}

variable& machine::find(atomic_identity& it, std::uint64_t initial) {
  if (it.execution == execution_ && it.number < variable_count_) return variables_[it.number];
  const bool on_a_stack =
      std::ranges::any_of(threads_, [&](const thread& each) { return each.stack.owns(&it); });
  if (it.execution == destroyed || on_a_stack || memory_.contains(&it)) {
    fail("an atomic variable is used before its beginning or after its end");
  }
  if (variable_count_ == variables_.size()) fail("too many atomic variables");
  // A static one, of before the execution.
  it = {execution_, static_cast<std::uint32_t>(variable_count_++)};
  viewer process;
  variables_[it.number].begin(process, initial);
  return variables_[it.number];
}

variable& machine::touch(atomic_identity& it, std::uint64_t initial, const char* name, access how) {
  find(it, initial);
  make_step({name, {{{&it, how}}}});
  return find(it, initial);
}

void machine::note(const char* what, const atomic_identity& it, std::uint64_t value,
                   std::uint64_t other) {
  if (!keeps_log) return;
  char line[96];
  std::snprintf(line, sizeof line, "thread %d  %s a%u: %llx %llx\n", current_, what, it.number,
                static_cast<unsigned long long>(value), static_cast<unsigned long long>(other));
  log += line;
}

std::uint64_t machine::load(atomic_identity& it, std::uint64_t initial, std::memory_order order) {
  const runtime_scope inside;
  variable& touched =
      touch(it, initial, "load", order == std::memory_order_seq_cst ? access::write : access::read);
  const int age = choose(readable(it, touched, order), "an older value");
  const std::uint64_t value = load(it, touched, age, order);
  note("  reads", it, value, touched.newest());
  return value;
}

void machine::store(atomic_identity& it, std::uint64_t initial, std::uint64_t value,
                    std::memory_order order) {
  const runtime_scope inside;
  variable& touched = touch(it, initial, "store", access::write);
  const vector_clock before = view().clock;
  touched.store(view(), value, order);
  note_store(it, touched, before, order);
  note("  stores", it, value);
}

bool machine::compare_exchange(atomic_identity& it, std::uint64_t initial, std::uint64_t& expected,
                               std::uint64_t desired, bool weak, std::memory_order success,
                               std::memory_order failing) {
  const runtime_scope inside;
  variable& touched = touch(it, initial, "compare_exchange", access::write);
  constexpr int succeed = -1;
  constexpr int fail_for_no_reason = -2;
  std::array<int, 16> options;
  int count = 0;
  if (touched.newest() == expected) {
    options[index(count++)] = succeed;
    if (weak && possible_.spurious_failures > 0) options[index(count++)] = fail_for_no_reason;
  }
  const int ages = readable(it, touched, failing);
  for (int age = 0; age < ages && count < 16; ++age) {
    if (touched.value(age) != expected) options[index(count++)] = age;
  }
  const int option = options[index(choose(count, "a way to fail"))];
  if (option == succeed) {
    modify(it, touched, desired, success);
    note("  replaces", it, desired, expected);
    return true;
  }
  if (option == fail_for_no_reason) --possible_.spurious_failures;
  choices_->was_only_a_read(current_, &it);
  expected = load(it, touched, option == fail_for_no_reason ? 0 : option, failing);
  note("  fails, reads", it, expected, touched.newest());
  return false;
}

int machine::readable(const atomic_identity& it, const variable& of,
                      std::memory_order order) const {
  const viewer& reader = threads_[index(current_)].view;
  int count = of.readable(reader);
  while (order == std::memory_order_seq_cst && count > 1) {
    vector_clock known = reader.clock;
    join(known, of.published(count - 1));
    if (order_.allows({it.number, of.position(count - 1), false}, known)) break;
    --count;
  }
  return count;
}

std::uint64_t machine::load(const atomic_identity& it, variable& from, int age,
                            std::memory_order order) {
  const std::size_t position = from.position(age);
  const std::uint64_t value = from.load(view(), age, order);
  if (order == std::memory_order_seq_cst) {
    order_.add({it.number, position, false}, view().clock, current_, view().own());
  }
  return value;
}

void machine::modify(const atomic_identity& it, variable& changed, std::uint64_t value,
                     std::memory_order order) {
  vector_clock before = view().clock;
  if (order == std::memory_order_seq_cst) join(before, changed.published(0));
  changed.modify(view(), value, order);
  note_store(it, changed, before, order);
}

void machine::note_store(const atomic_identity& it, const variable& changed,
                         const vector_clock& before, std::memory_order order) {
  if (order != std::memory_order_seq_cst) return;
  order_.add({it.number, changed.position(0), true}, before, current_, view().own());
}

void machine::fence(bool heavy) {
  const runtime_scope inside;
  make_step({heavy ? "heavy fence" : "light fence",
             {{{&the_fences, heavy ? access::write : access::read}}}});
  for (std::size_t each = 0; each < variable_count_; ++each) {
    variables_[each].fence_lightly(view());
    if (heavy) variables_[each].fence_heavily(view(), fenced_);
  }
  fenced_[index(current_)] = ++view().own();
}

}  // namespace checker
