// record.hpp — the records of which a trace consists, in memory and in files. The JavaScript side
// is wasm/trace/format.mjs of strait's repository.
//
// A record is a header of 48 bytes, little-endian, and a text, padded to a multiple of 8 bytes.
#pragma once

#include <cstddef>
#include <cstdint>

#include <strait/base/config.hpp>

STRAIT_BEGIN
namespace trace {

/// What `number` and `text` mean is in brackets.
enum class record_kind : std::uint8_t {
  none,
  channel_made,   ///< [capacity, -1: no limit; kind and type]
  channel_named,  ///< [; the name]
  send_begun,     ///< [; the value, if there is one already]
  receive_begun,
  select_begun,  ///< [how many cases follow]
  select_case,   ///< [0: receive, 1: send; the value]
  blocked,       ///< The thread goes to sleep [nanoseconds until its deadline, -1: none].
  resumed,
  sent,          ///< [messages in the channel now; the value]
  received,      ///< [the same]
  select_chose,  ///< [the case, -1: none]
  ended,         ///< Without a message [; why].
  displaced,
  abandoned,
  closed,
  side_gone,     ///< [0: the senders, 1: the receivers]
  handles,       ///< One more or one less [senders now; receivers in `message`].
  timer,         ///< It has delivered.
  thread_began,  ///< [the thread that started it, -1: unknown]
  thread_named,  ///< [; the name]
  thread_ended,
  wait_began,  ///< Outside of channels [the thread joined, else -1; what for].
  wait_ended,
  output,  ///< Lines were printed [how many before].
  trace,   ///< The first record of a file [the version].
  place,   ///< Number `place` [the line, and the column in `message`; file, zero byte, function].
};

inline constexpr std::uint64_t format_version = 1;
inline constexpr std::size_t text_limit = 80;
inline constexpr std::size_t place_text_limit = 512;
inline constexpr std::uint32_t place_limit = 4096;

struct record {
  std::uint64_t sequence = 0;  ///< One counter for all threads, from 1; 0: no event.
  std::uint64_t time = 0;      ///< Nanoseconds since the run began.
  std::uint64_t message = 0;   ///< 0: none.
  std::int64_t number = 0;
  std::uint32_t channel = 0;  ///< 0: none.
  std::uint32_t thread = 0;   ///< 0: main()'s.
  std::uint32_t place = 0;    ///< 0: unknown.
  std::uint16_t text_bytes = 0;
  record_kind kind = record_kind::none;
  std::uint8_t unused = 0;
};

static_assert(sizeof(record) == 48 && offsetof(record, channel) == 32 &&
              offsetof(record, text_bytes) == 44 && offsetof(record, kind) == 46);

constexpr std::size_t padded(std::size_t text_bytes) noexcept { return (text_bytes + 7) / 8 * 8; }

}  // namespace trace
STRAIT_END
