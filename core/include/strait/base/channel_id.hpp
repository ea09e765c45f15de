// channel_id.hpp — numbers that tell channels apart: in logs, in an order, as keys.
//
// A channel's address would do while the channel lives, but may be reused for another one.
#pragma once

#include <cstdint>

#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

/// The number of the newest channel.
STRAIT_PROCESS_WIDE inline platform::atomic<std::uint64_t> last_channel_id{0};

/// 1, 2, 3 …: never reused in a process. 0 means no channel.
inline std::uint64_t next_channel_id() noexcept {
  return last_channel_id.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace detail
STRAIT_END
