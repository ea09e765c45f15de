// channel_id.hpp — numbers that tell channels apart: in logs, in an order, as keys.
//
// A channel's address would do while it lives, but serves another one afterwards.
#pragma once

#include <cstdint>

#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

/// The number given last.
STRAIT_PROCESS_WIDE inline platform::atomic<std::uint64_t> last_channel_id{0};

/// 1, 2, 3 …: never the same again in a process. Not 0, which stands for no channel.
inline std::uint64_t next_channel_id() noexcept {
  return last_channel_id.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace detail
STRAIT_END
