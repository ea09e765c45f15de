// message.hpp — what the benchmark sends. Each kind of message carries or stands for a number, so
// that a run can check that it received what was sent.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace bench {

using word = std::uint64_t;

template <std::size_t Bytes>
using block = std::array<std::uint64_t, Bytes / sizeof(std::uint64_t)>;

using pointer = std::unique_ptr<std::uint64_t>;

// make() builds the i-th message of a sender, value() reads it back, sum_of() predicts the sum of
// the values of a sender's first messages, at no cost to what is measured.
template <class T>
struct message;

constexpr std::uint64_t sum_below(std::uint64_t count) {
  return count > 0 ? count * (count - 1) / 2 : 0;
}

template <>
struct message<word> {
  static word make(std::uint64_t i) { return i; }
  static std::uint64_t value(const word& it) { return it; }
  static std::uint64_t sum_of(std::uint64_t count) { return sum_below(count); }
};

template <std::size_t Words>
struct message<std::array<std::uint64_t, Words>> {
  static std::array<std::uint64_t, Words> make(std::uint64_t i) { return {i}; }
  static std::uint64_t value(const std::array<std::uint64_t, Words>& it) { return it[0]; }
  static std::uint64_t sum_of(std::uint64_t count) { return sum_below(count); }
};

template <>
struct message<pointer> {
  static pointer make(std::uint64_t i) { return std::make_unique<std::uint64_t>(i); }
  static std::uint64_t value(const pointer& it) { return *it; }
  static std::uint64_t sum_of(std::uint64_t count) { return sum_below(count); }
};

// Long enough to be on the heap. Its number is its length.
template <>
struct message<std::string> {
  static constexpr std::size_t length = 32;
  static std::string make(std::uint64_t) { return std::string(length, 'x'); }
  static std::uint64_t value(const std::string& it) { return it.size(); }
  static std::uint64_t sum_of(std::uint64_t count) { return length * count; }
};

}  // namespace bench
