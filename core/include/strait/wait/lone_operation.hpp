// lone_operation.hpp — an operation and its waiter, for a send or a receive that waits for nothing
// else: what the two threads of a hand-over both write is one cache line, and the channel's.
//
// Invariants  I1 the operation is alone (waiter.hpp), unless its channel keeps no queue: a timer's
//                operation is not in one, which would look as if it had been taken.
#pragma once

#include <cstddef>
#include <type_traits>

#include <strait/wait/operation.hpp>

STRAIT_BEGIN
namespace detail {

#ifdef __wasm__  // A stack frame that is aligned further costs more than the line brings.
inline constexpr std::size_t alignment_of_waits = 0;  // As it is.
#else
inline constexpr std::size_t alignment_of_waits = 64;
#endif

struct alignas(alignment_of_waits) lone_operation {
  lone_operation(waitable* on, direction to_or_from, void* place, bool has_queue) noexcept
      : op(on, to_or_from, place) {
    op.alone = has_queue;
  }

  /// Whether a message of this type is best copied to and from `message`.
  template <class Stored>
  static constexpr bool holds =
      std::is_trivially_copyable_v<Stored> && sizeof(Stored) <= sizeof(void*);

  operation op;
  alignas(void*) std::byte message[sizeof(void*)];
  waiter self;
};

}  // namespace detail
STRAIT_END
