// readiness_hints.hpp — whether an operation on a channel might be ready for another reason than
// stored messages and room; read without a lock, as of a moment ago.
//
// Invariants  I1 written under the channel's locks.
#pragma once

#include <cstdint>

#include <strait/base/kind.hpp>
#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

class readiness_hints {
 public:
  void set(bool receive, bool send) noexcept {
    const auto now =
        static_cast<std::uint8_t>((receive ? receive_hint : 0) | (send ? send_hint : 0));
    if (now == hints_.load(std::memory_order_relaxed)) return;
    hints_.store(now, std::memory_order_relaxed);
  }
  bool at(direction to_or_from) const noexcept {
    const std::uint8_t wanted = to_or_from == direction::receive ? receive_hint : send_hint;
    return (hints_.load(std::memory_order_relaxed) & wanted) != 0;
  }

 private:
  enum : std::uint8_t { receive_hint = 1, send_hint = 2 };
  platform::atomic<std::uint8_t> hints_{0};  ///< I1
};

}  // namespace detail
STRAIT_END
