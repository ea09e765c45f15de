// kept_cases.hpp — what models of selectors have in common.
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <strait/strait.hpp>

#include "models.hpp"

namespace models::kept_cases {

inline constexpr int none = -1;
inline constexpr int ended = -2;

inline int value_of(const std::expected<int, strait::recv_error>& message) {
  return message.value_or(ended);
}

/// Adds a case that gives the message, or `ended`.
inline void receives(strait::selector<int>& s, const strait::receiver<int>& rx) {
  s.recv(rx, value_of);
}

/// Adds a case that sends `value` whenever it is chosen, and gives it.
inline void sends(strait::selector<int>& s, const strait::sender<int>& tx, int value) {
  s.send(tx, [value] { return value; }, [value](auto sent) { return sent ? value : ended; });
}

/// Afterwards the cases are in their channels' queues, unless they are ready.
template <class R>
void settle(strait::selector<R>& s) {
  checker::check(!s.wait_for(std::chrono::milliseconds(1)), "ready, with nobody else there");
}

struct two_channels {
  explicit two_channels(std::size_t capacity)
      : a(strait::bounded<int>(capacity)), b(strait::bounded<int>(capacity)) {}
  strait::channel<int> a, b;
};

}  // namespace models::kept_cases
