// lock.cpp — the lock of the library, which the models of channels replace by one that takes a
// single step (platform_checked.hpp): with and without heavy fences.
#include <mutex>
#include <strait/base/lock.hpp>

#include "../platform_checked.hpp"
#include "models.hpp"

namespace models {

namespace {

using checker::check;
using checker::run_threads;

template <int Threads>
void lock_excludes() {
  strait::detail::futex_lock<64, 2> lock;
  checker::cell<int> count;
  const auto add = [&] {
    const std::lock_guard guard(lock);
    count.write() += 1;
  };
  if constexpr (Threads == 2) run_threads({add, add});
  if constexpr (Threads == 3) run_threads({add, add, add});
  check(count.read() == Threads, "an addition was lost");
}

void lock_again_and_again() {
  strait::detail::futex_lock<64, 2> lock;
  checker::cell<int> count;
  const auto add = [&] {
    for (int each = 0; each < 2; ++each) {
      const std::lock_guard guard(lock);
      count.write() += 1;
    }
  };
  run_threads({add, add});
  check(count.read() == 4, "an addition was lost");
}

struct options {
  int spurious = 0;
  int spins = 0;
  bool heavy_fences = false;
};

}  // namespace

std::vector<described> locks() {
  std::vector<described> all;
  const auto add = [&](const char* name, void (*body)(), options with, const char* says) {
    described made{.model = {.name = name}, .group = "lock", .says = says};
    made.model.body = [body, with] {
      checker::platform::spin_turns = with.spins;
      checker::platform::heavy_fences = with.heavy_fences;
      body();
      checker::platform::spin_turns = 0;
      checker::platform::heavy_fences = false;
    };
    made.model.possible.spurious_wakes = with.spurious;
    all.push_back(std::move(made));
  };
  const options may_wake{.spurious = 1, .spins = 1};
  const options fences{.spurious = 1, .spins = 1, .heavy_fences = true};
  add("lock:two threads", lock_excludes<2>, may_wake, "One thread at a time, and none sleeps on.");
  add("lock:three threads", lock_excludes<3>, {}, "One thread at a time, and none sleeps on.");
  add("lock:twice each", lock_again_and_again, may_wake,
      "A lock that is free again is taken again.");
  add("lock:two threads, fences", lock_excludes<2>, fences,
      "A release that is a plain store wakes who sleeps, by the fence of who was about to sleep.");
  add("lock:three threads, fences", lock_excludes<3>, {.heavy_fences = true},
      "A release that is a plain store wakes who sleeps.");
  add("lock:twice each, fences", lock_again_and_again, fences,
      "A release that is a plain store wakes who sleeps, again and again.");
  return all;
}

}  // namespace models
