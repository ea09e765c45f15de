// send.hpp — how a message enters a channel: the short way, or by waiting.
#pragma once

#include <cstring>
#include <optional>

#include <strait/errors.hpp>
#include <strait/flavor/slot_channel.hpp>
#include <strait/flavor/stored.hpp>
#include <strait/wait/lone_operation.hpp>
#include <strait/wait/stop.hpp>
#include <strait/wait/wait_loop.hpp>

STRAIT_BEGIN
namespace detail {

/// The engine of a channel that has, or had, messages. (Timers and the channel of empty handles
/// have none.)
inline slot_channel& engine_of(flavor& channel) noexcept {
  STRAIT_ASSERT(channel.stores() == storage::slots);
  return static_cast<slot_channel&>(channel);
}

/// Why a send that is over, and was not done, has ended.
inline send_errc why_not_sent(const wait_result& waited, send_errc time_up) noexcept {
  if (waited.end == wait_end::chosen) return send_errc::disconnected;
  return error_of(waited.end, time_up);
}

/// send() the long way.
template <class Stored, class Limit>
[[gnu::noinline]] std::optional<send_errc> send_or_wait(slot_channel& channel, Stored& message,
                                                        const tracer::message_id& id,
                                                        const Limit& limit, send_errc time_up) {
  lone_operation lone(&channel, direction::send, &message, true);
  if constexpr (lone_operation::holds<Stored>) {
    std::memcpy(lone.message, &message, sizeof(Stored));
    lone.op.set_message(lone.message);
  }
  lone.op.id = id;
  const wait_result waited = wait_for(lone.op, limit, lone.self);
  if (lone.op.state() == operation_state::done) return std::nullopt;
  return why_not_sent(waited, time_up);
}

/// Sends what is stored of a message within `limit`: a deadline, or a stop_or_deadline. Returns
/// nothing if it was sent; else `message` is as it was. Throws: std::bad_alloc; then, too.
template <class Stored, class Limit>
inline std::optional<send_errc> send(slot_channel& channel, Stored& message,
                                     const tracer::message_id& id, const Limit& limit,
                                     send_errc time_up) {
  platform::checkpoint();
  if (channel.messages().try_store(message, id)) return std::nullopt;
  return send_or_wait(channel, message, id, limit, time_up);
}

}  // namespace detail
STRAIT_END
