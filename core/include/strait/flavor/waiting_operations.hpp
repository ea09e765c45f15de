// waiting_operations.hpp — the operations that wait in one channel, by what they wait for.
//
// Invariants  I1 guarded by the channel's locks.
#pragma once

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

  /// Those that watch for what `op` does.
  wait_queue& watchers_of_peers(const operation& op) noexcept {
    return op.direction == direction::send ? receive_watchers : send_watchers;
  }

  wait_queue send_watchers;     ///< Those that only watch for a send to be ready,
  wait_queue receive_watchers;  ///< or for a receive.
};

inline void wake_watchers(wait_queue& watchers, wake_list& wakes) noexcept {
  while (operation* watcher = watchers.claim_first()) wakes.add(*watcher, operation_state::ready);
}

}  // namespace detail
STRAIT_END
