// told.hpp — what an operation on a real channel returned, in the words of the specification.
#pragma once

#include <expected>

#include <strait/errors.hpp>

#include "specification.hpp"

namespace specification {

inline operation told(const std::expected<void, strait::send_error<int>>& sent) {
  if (sent) return {.how = outcome::done};
  const bool over = sent.error().code == strait::send_errc::disconnected;
  return {.how = over ? outcome::disconnected : outcome::would_wait};
}

inline operation told(const std::expected<int, strait::recv_error>& received) {
  if (received) return {.value = *received, .how = outcome::done};
  const bool over = received.error() == strait::recv_error::disconnected;
  return {.how = over ? outcome::disconnected : outcome::would_wait};
}

}  // namespace specification
