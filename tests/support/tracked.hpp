// tracked.hpp — messages that are difficult to carry: counted, throwing, move-only, large, aligned.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <utility>

namespace test {

/// The books of a family of tracked values: what was made must be destroyed exactly once.
/// A ledger outlives its values.
struct ledger {
  std::atomic<int> alive{0};
  std::atomic<int> made{0};  ///< By construction, copy or move.
  std::atomic<int> copies{0};
  std::atomic<int> errors{0};  ///< Destroyed twice, or used after its end.

  /// The n-th copy or move from now on throws (1: the next one); 0: none does.
  std::atomic<int> throw_at{0};

  void may_throw() {
    int left = throw_at.load();
    while (left > 0 && !throw_at.compare_exchange_weak(left, left - 1)) {
    }
    if (left == 1) throw std::runtime_error("tracked: this copy or move throws");
  }

  bool settled() const { return alive == 0 && errors == 0; }
};

/// A value that keeps its ledger's books. A moved-from value has id -1. `Throwing` decides whether
/// its move may throw (and is declared so), `Copyable` whether it can be copied.
template <bool Throwing, bool Copyable>
class basic_tracked {
 public:
  basic_tracked(ledger& books, int id) : books_(&books), id_(id) { enter(); }

  basic_tracked(const basic_tracked& other) requires Copyable
      : books_(other.books_), id_(other.id()) {
    if constexpr (Throwing) books_->may_throw();
    ++books_->copies;
    enter();
  }

  basic_tracked(basic_tracked&& other) noexcept(!Throwing) : books_(other.books_), id_(other.id()) {
    if constexpr (Throwing) books_->may_throw();
    other.id_ = -1;
    enter();
  }

  basic_tracked& operator=(const basic_tracked& other) requires Copyable
  {
    check();
    if constexpr (Throwing) books_->may_throw();
    books_ = other.books_;
    id_ = other.id();
    return *this;
  }

  basic_tracked& operator=(basic_tracked&& other) noexcept(!Throwing) {
    check();
    if constexpr (Throwing) books_->may_throw();
    if (this == &other) return *this;
    books_ = other.books_;
    id_ = std::exchange(other.id_, -1);
    return *this;
  }

  ~basic_tracked() {
    check();
    self_ = nullptr;
    --books_->alive;
  }

  int id() const {
    check();
    return id_;
  }

 private:
  void enter() {
    self_ = this;
    ++books_->made;
    ++books_->alive;
  }

  // An object that was copied bytewise, destroyed twice or not constructed is not at home.
  void check() const {
    if (self_ != this) ++books_->errors;
  }

  ledger* books_;
  int id_;
  const basic_tracked* self_ = nullptr;
};

using tracked = basic_tracked<false, true>;
using move_only_tracked = basic_tracked<false, false>;
using throwing = basic_tracked<true, true>;
using move_only_throwing = basic_tracked<true, false>;

/// Can only be moved, and has no default constructor.
class move_only {
 public:
  explicit move_only(int value) : value_(std::make_unique<int>(value)) {}
  /// -1: moved from.
  int value() const { return value_ ? *value_ : -1; }

 private:
  std::unique_ptr<int> value_;
};

/// Must stand at a multiple of 128 bytes, wherever it is moved.
class alignas(128) over_aligned {
 public:
  explicit over_aligned(int value) : value_(value) {}
  int value() const { return value_; }
  bool at_home() const { return reinterpret_cast<std::uintptr_t>(this) % 128 == 0; }

 private:
  int value_;
};

/// 64 KiB with a pattern that a torn copy would break.
class huge {
 public:
  explicit huge(unsigned seed) {
    for (unsigned& word : words_) word = seed++;
  }

  bool holds(unsigned seed) const {
    return std::all_of(words_.begin(), words_.end(), [&](unsigned word) { return word == seed++; });
  }

 private:
  std::array<unsigned, 16384> words_;
};

}  // namespace test
