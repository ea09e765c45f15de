// strait_mutant.hpp — which of the mutants compiled into a program is alive: the one whose number
// is in STRAIT_MUTANT. With STRAIT_MUTANTS_REACHED=<file>, the program writes there at its end
// which of them it has come to.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <mutex>

namespace strait_mutant {

inline int chosen() noexcept {
  const char* const number = std::getenv("STRAIT_MUTANT");
  return number == nullptr ? 0 : std::atoi(number);
}
inline const int alive = chosen();

/// Written by all threads, always the same value: nobody reads it before the end.
inline unsigned char reached[4096];

struct report {
  ~report() {
    const char* const name = std::getenv("STRAIT_MUTANTS_REACHED");
    std::FILE* const file = name == nullptr ? nullptr : std::fopen(name, "w");
    if (file == nullptr) return;
    for (int each = 0; each < 4096; ++each) {
      if (reached[each] != 0) std::fprintf(file, "%d\n", each);
    }
    std::fclose(file);
  }
};
inline const report at_the_end;

inline bool is(int number) noexcept {
  __atomic_store_n(&reached[number], 1, __ATOMIC_RELAXED);
  return number == alive;
}

/// Locks, unless that mutant is alive.
template <class Lock>
class guard {
 public:
  guard(int number, Lock& lock) : lock_(is(number) ? nullptr : &lock) {
    if (lock_ != nullptr) lock_->lock();
  }
  guard(const guard&) = delete;
  guard& operator=(const guard&) = delete;
  ~guard() {
    if (lock_ != nullptr) lock_->unlock();
  }

 private:
  Lock* const lock_;
};

}  // namespace strait_mutant
