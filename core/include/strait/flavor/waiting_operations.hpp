// waiting_operations.hpp — the operations that wait in one channel, by what they wait for.
//
// Invariants  I1 guarded by the channel's locks, but for hints_at().
#pragma once

#include <cstdint>

#include <strait/wait/wait_queue.hpp>

STRAIT_BEGIN
namespace detail {

class waiting_operations {
 public:
  wait_queue senders;
  wait_queue receivers;

  wait_queue& queue_of(const operation& op) noexcept {
    if (op.direction == direction::send) return op.watch ? send_watchers : senders;
    return op.watch ? receive_watchers : receivers;
  }

  /// Says whether an operation might be ready for another reason than stored messages and room.
  void hint(bool closed, bool has_returned, bool is_rendezvous) noexcept {
    std::uint8_t now = 0;
    if (closed || has_returned || !senders.empty()) now |= receive_hint;
    if (closed || (is_rendezvous && !receivers.empty())) now |= send_hint;
    if (now == hints_.load(std::memory_order_relaxed)) return;
    hints_.store(now, std::memory_order_relaxed);
  }
  /// Whether it might be, as of a moment ago. Requires: nothing.
  bool hints_at(direction to_or_from) const noexcept {
    const std::uint8_t wanted = to_or_from == direction::receive ? receive_hint : send_hint;
    return (hints_.load(std::memory_order_relaxed) & wanted) != 0;
  }

 private:
  enum : std::uint8_t { receive_hint = 1, send_hint = 2 };
  platform::atomic<std::uint8_t> hints_{0};  ///< Written under the locks, read without.

 public:
  wait_queue send_watchers;     ///< Those that only watch for a send to be ready,
  wait_queue receive_watchers;  ///< or for a receive.
};

inline void wake_watchers(wait_queue& watchers, wake_list& wakes) noexcept {
  while (operation* watcher = watchers.claim_first()) wakes.add(*watcher, operation_state::ready);
}

}  // namespace detail
STRAIT_END
