// recorder.hpp — the library's own tracer, in builds with STRAIT_TRACE: writes down what happens
// (ring.hpp) and keeps the live tables (live.hpp).
//
// A message's value becomes text once, when it is put into its box; whoever sends or receives it
// copies that. A send belongs to the thread that has begun it, although a receiver may complete it.
#pragma once

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <string_view>

#include <strait/base/silent_tracer.hpp>
#include <strait/trace/thread.hpp>
#include <strait/trace/value_text.hpp>

STRAIT_BEGIN
namespace trace {

class recorder : public silent_tracer {
 public:
  struct message_id {
    std::uint64_t number = 0;
    std::uint32_t thread = 0;
    std::uint32_t place = 0;
    event_text value;
  };

  struct channel_data {
    std::uint32_t id = 0;     ///< 0: a stop.
    std::uint32_t entry = 0;  ///< In live.channels, plus 1; 0: none.
    bool is_open = false;     ///< Has been told by opened().
    platform::atomic<bool> has_carried{false};
  };

  /// Made on the thread that the operation belongs to.
  struct operation_data {
    std::uint32_t thread = known_self().number;
    std::uint32_t place = current_place();
    std::uint32_t index = 0;  ///< Among the cases of its select.
  };

  struct handle_data {
    handle_data() noexcept = default;
    handle_data(const handle_data&) = delete;
    handle_data& operator=(const handle_data&) = delete;

    std::uint32_t entry = 0;  ///< In live.handles, plus 1; 0: none.
    /// The number of the thread that has used it last, plus 1.
    mutable platform::atomic<std::uint32_t> last_user{0};
  };

  template <class Channel>
  static void made(Channel* channel, channel_kind kind) noexcept {
    channel_data& data = channel->traced;
    if constexpr (requires { channel->id; }) data.id = static_cast<std::uint32_t>(channel->id);
    const std::source_location site = called_from();
    const live_change change;
    for (std::uint32_t index = 0; index < live_channel_limit; ++index) {
      // Most often the next one is free.
      const std::uint32_t at = (data.id + index) % live_channel_limit;
      live_channel& entry = live.channels[at];
      if (entry.used != 0) continue;
      entry = live_channel();
      entry.used = 1;
      entry.id = data.id;
      entry.kind = kind;
      entry.capacity = -1;
      entry.made = place_name(site);
      data.entry = at + 1;
      return;
    }
  }

  template <class T, class Channel>
  static void opened(Channel* channel) noexcept {
    channel_data& data = channel->traced;
    if (std::exchange(data.is_open, true)) return;
    const std::optional<std::size_t> capacity = channel->capacity();  // None: no limit.
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    const std::int64_t number =
        !capacity ? -1 : static_cast<std::int64_t>(std::min<std::uint64_t>(*capacity, most));
    {
      const live_change change;
      if (live_channel* entry = entry_of_channel(data)) {
        entry->capacity = number;
        entry->type = short_text(type_name<T>());
      }
    }
    if (!is_recording()) return;
    event_text kind_and_type(detail::to_string(channel->kind()));
    kind_and_type.append(' ');
    kind_and_type.append(type_name<T>());
    tell(record_kind::channel_made, channel, {.number = number}, kind_and_type.view());
  }

  template <class Channel>
  static void named(Channel* channel, std::string_view name) noexcept {
    {
      const live_change change;
      if (live_channel* entry = entry_of_channel(channel->traced)) entry->name = short_text(name);
    }
    if (is_recording()) tell(record_kind::channel_named, channel, {}, event_text(name).view());
  }
  template <class Channel>
  static void closed(Channel* channel) noexcept {
    {
      const live_change change;
      if (live_channel* entry = entry_of_channel(channel->traced)) entry->is_closed = true;
    }
    if (is_recording()) tell(record_kind::closed, channel, {});
  }
  template <class Channel>
  static void side_gone(Channel* channel, direction side) noexcept {
    if (!is_recording()) return;
    tell(record_kind::side_gone, channel, {.number = side == direction::send ? 0 : 1});
  }
  template <class Channel>
  static void freed(Channel* channel) noexcept {
    const live_change change;
    if (live_channel* entry = entry_of_channel(channel->traced)) entry->used = 0;
  }

  template <class Channel>
  static void held(Channel* channel, direction side, handle_data& data) noexcept {
    if (channel == nullptr) return;
    const std::uint32_t me = known_self().number;
    const std::uint32_t place = is_recording() ? current_place() : 0;
    const live_change change;
    std::uint32_t index = live.first_free;
    if (index != 0) {
      live.first_free = live.handles[index - 1].next_free;
    } else if (live.fresh_handles < live_handle_limit) {
      index = ++live.fresh_handles;
    } else {
      if (live_channel* entry = entry_of_channel(channel->traced)) entry->is_untracked = true;
      return;
    }
    data.entry = index;
    live_handle& handle = live.handles[index - 1];
    handle = live_handle();
    handle.used = 1;
    handle.channel = channel->traced.entry;
    handle.is_sender = side == direction::send;
    put(handle, data, me);
    count_handle(handle, 1, me, place);
  }
  template <class Channel>
  static void moved(Channel* channel, direction, handle_data& from, handle_data& to) noexcept {
    if (channel == nullptr) return;
    to.entry = std::exchange(from.entry, 0);
    to.last_user.store(0, std::memory_order_relaxed);
    if (to.entry == 0) return;
    const std::uint32_t me = known_self().number;
    const live_change change;
    put(live.handles[to.entry - 1], to, me);
  }
  template <class Channel>
  static void used(Channel* channel, direction, const handle_data& data) noexcept {
    if (channel == nullptr || data.entry == 0) return;
    const std::uint32_t me = known_self().number;
    if (data.last_user.load(std::memory_order_relaxed) == me + 1) return;
    data.last_user.store(me + 1, std::memory_order_relaxed);
    const live_change change;
    count_operator(live.handles[data.entry - 1], me, true);
  }
  template <class Channel>
  static void copied(Channel* channel, direction, const handle_data& data) noexcept {
    if (channel == nullptr || data.entry == 0) return;
    const std::uint32_t me = known_self().number;
    const live_change change;
    count_operator(live.handles[data.entry - 1], me, false);
  }
  template <class Channel>
  static void released(Channel*, direction, handle_data& data) noexcept {
    if (data.entry == 0) return;
    const std::uint32_t me = known_self().number;
    const std::uint32_t place = is_recording() ? current_place() : 0;
    const live_change change;
    live_handle& handle = live.handles[data.entry - 1];
    count_handle(handle, -1, me, place);
    handle.used = 0;
    handle.next_free = std::exchange(live.first_free, data.entry);
    data.entry = 0;
  }
  template <class Channel>
  static void weakened(Channel* channel) noexcept {
    if (channel == nullptr) return;
    const live_change change;
    if (live_channel* entry = entry_of_channel(channel->traced)) entry->is_untracked = true;
  }

  template <class T>
  static void boxed(message_id& id, const T& value) noexcept {
    if (!is_recording()) return;
    thread_state& me = known_self();
    id.number = shared.last_message.fetch_add(1, std::memory_order_relaxed) + 1;
    id.thread = me.number;
    id.place = current_place();
    me.time = 0;  // A factory has made the value, perhaps slowly.
    // A program's to_string() may itself send.
    if (std::exchange(me.is_describing, true)) return id.value.append(type_name<T>());
    describe(id.value, value);
    me.is_describing = false;
  }
  template <class Channel>
  static void abandoned(Channel* channel) noexcept {
    if (is_recording()) tell(record_kind::abandoned, channel, {});
  }
  template <class Channel>
  static void sent(Channel* channel, const message_id& id) noexcept {
    channel_data& data = channel->traced;
    if (!data.has_carried.load(std::memory_order_relaxed)) {
      data.has_carried.store(true, std::memory_order_relaxed);
      const live_change change;
      if (live_channel* entry = entry_of_channel(data)) entry->has_carried = true;
    }
    if (!is_recording()) return;
    write_event({.message = id.number,
                 .number = stored_in(channel),
                 .channel = channel->traced.id,
                 .thread = id.thread,
                 .place = id.place,
                 .kind = record_kind::sent},
                id.value.view(), moment::same);
  }
  template <class Channel>
  static void received(Channel* channel, const message_id& id,
                       const operation_data& receiver) noexcept {
    if (!is_recording()) return;
    write_event({.message = id.number,
                 .number = stored_in(channel),
                 .channel = channel->traced.id,
                 .thread = receiver.thread,
                 .place = receiver.place,
                 .kind = record_kind::received},
                id.value.view(), moment::same);
  }
  template <class Channel>
  static void displaced(Channel* channel, const message_id& id) noexcept {
    if (!is_recording()) return;
    tell(record_kind::displaced, channel, {.message = id.number}, id.value.view());
  }
  template <class Channel>
  static void fired(Channel* channel, const message_id& id,
                    std::chrono::steady_clock::time_point) noexcept {
    if (is_recording()) tell(record_kind::timer, channel, {.message = id.number});
  }

  static void stoppable() noexcept { self().is_stoppable = true; }

  template <class Channel>
  static void begun(Channel* channel, direction way, std::size_t count, operation_data& operation,
                    message_id* message) noexcept {
    thread_state& me = known_self();
    me.value = message != nullptr ? &message->value : nullptr;
    if (!is_recording()) return;
    if (message != nullptr) {
      message->thread = me.number;
      message->place = current_place();
    }
    const std::string_view value = message != nullptr ? message->value.view() : std::string_view();
    if (count == 1) {
      const auto kind =
          way == direction::send ? record_kind::send_begun : record_kind::receive_begun;
      return tell(kind, channel, {}, value);
    }
    if (me.cases_left == 0) {
      me.cases_left = me.case_count = static_cast<std::uint32_t>(count);
      write_event({.number = static_cast<std::int64_t>(count),
                   .thread = me.number,
                   .place = current_place(),
                   .kind = record_kind::select_begun});
    }
    operation.index = me.case_count - me.cases_left--;
    tell(record_kind::select_case, channel, {.number = way == direction::send ? 1 : 0}, value,
         moment::same);
  }

  template <class Channel>
  static void blocked(Channel* channel, direction way) noexcept {
    thread_state& me = self();
    if (me.is_asleep || me.wait_count == wait_limit) return;
    me.for_what[me.wait_count++] = {channel->traced.entry, way == direction::send ? 1u : 0u};
  }
  static void sleeping(const platform::atomic<std::uint32_t>& word, std::uint32_t bits,
                       std::chrono::steady_clock::time_point until) noexcept {
    thread_state& me = self();
    const std::uint64_t now = nanoseconds_since_start();
    me.is_asleep = true;
    const bool is_endless = until == std::chrono::steady_clock::time_point::max();
    const std::uint32_t place = current_place();
    std::uint32_t channel = 0;
    {
      const std::source_location site = called_from();
      const live_change change;
      if (me.wait_count == 1) {
        const std::uint32_t index = me.for_what[0].channel;
        channel = index == 0 ? 0 : live.channels[index - 1].id;
      }
      if (live_thread* entry = entry_of(me.entry)) {
        entry->waits = me.wait_count > 1             ? wait_kind::select
                       : me.for_what[0].is_send != 0 ? wait_kind::send
                                                     : wait_kind::receive;
        entry->is_endless = is_endless;
        entry->is_stoppable = me.is_stoppable;
        entry->place = place;
        entry->where = place_name(site);
        entry->wait_count = me.wait_count;
        std::copy_n(me.for_what, me.wait_count, entry->for_what);
        entry->since = now;
        entry->word = reinterpret_cast<std::uintptr_t>(&word);
        entry->expected = 0;
        entry->bits = bits;
        entry->value.clear();
        if (me.value != nullptr && me.wait_count == 1 && me.for_what[0].is_send != 0) {
          entry->value = *me.value;
        }
#ifndef STRAIT_TRACE_RUNTIME
        // What lies between here and the frame in which the thread was met, or a little above.
        if (entry->handle == 0) entry->stack = {frame_address(), me.first_frame + 16384};
#endif
      }
    }
    if (!is_recording()) return;
    const auto left = is_endless ? -1 : (until - platform::now()).count();
    write_event({.number = is_endless ? -1 : std::max<std::int64_t>(left, 0),
                 .channel = channel,
                 .thread = me.number,
                 .place = place,
                 .kind = record_kind::blocked});
  }
  template <class Channel>
  static void resumed(Channel* channel, direction) noexcept {
    thread_state& me = self();
    if (!std::exchange(me.is_asleep, false)) return;
    const bool is_one = me.wait_count == 1;
    me.wait_count = 0;
    {
      const live_change change;
      if (live_thread* entry = entry_of(me.entry)) entry->waits = wait_kind::none;
    }
    if (!is_recording()) return;
    write_event({.channel = is_one ? channel->traced.id : 0,
                 .thread = me.number,
                 .place = current_place(),
                 .kind = record_kind::resumed});
  }
  template <class Channel>
  static void chosen(Channel* channel, direction, const operation_data& operation) noexcept {
    end_select(channel, operation);
  }
  template <class Channel>
  static void disconnected(Channel* channel, direction, const operation_data& operation) noexcept {
    end_select(channel, operation);
    if (is_recording()) tell(record_kind::ended, channel, {}, "disconnected", moment::same);
  }
  static void gave_up(std::size_t count, give_up_reason reason) noexcept {
    thread_state& me = self();
    me.is_stoppable = false;
    if (!is_recording()) return;
    const bool is_select = count > 1;
    if (is_select || count == 0) {
      write_event({.number = -1,
                   .thread = me.number,
                   .place = current_place(),
                   .kind = record_kind::select_chose},
                  {}, moment::same);
    }
    write_event({.thread = me.number, .place = current_place(), .kind = record_kind::ended},
                reason == give_up_reason::stopped       ? "stopped"
                : reason == give_up_reason::would_block ? "would block"
                                                        : "timeout",
                moment::same);
  }

 private:
  static live_place place_name(const std::source_location& site) noexcept {
    live_place place;
    place.file.append(base_name(site.file_name()));
    place.line = site.line();
    return place;
  }

  template <class Channel>
  static std::int64_t stored_in(Channel* channel) noexcept {
    if constexpr (requires { channel->stored(); }) {
      return static_cast<std::int64_t>(channel->stored());
    } else {
      return 0;  // A rendezvous, or a timer.
    }
  }

  static live_channel* entry_of_channel(const channel_data& data) noexcept {
    return data.entry == 0 ? nullptr : &live.channels[data.entry - 1];
  }

  /// The handle is in the thread's hands, at the place of `data`.
  static void put(live_handle& handle, const handle_data& data, std::uint32_t thread) noexcept {
    handle.made_by = thread;
    handle.made_after = live.last_thread;
    handle.operator_count = 0;
    handle.callers = 0;
    handle.address = reinterpret_cast<std::uintptr_t>(&data);
  }

  /// The thread has used it, or only copied it. Requires: the tables' lock.
  static void count_operator(live_handle& handle, std::uint32_t thread, bool is_call) noexcept {
    std::uint32_t index = 0;
    const std::uint32_t known = std::min(handle.operator_count, 2u);
    while (index < known && handle.operators[index] != thread) ++index;
    if (index == known && handle.operator_count <= 2) ++handle.operator_count;
    if (index == 2) return;
    handle.operators[index] = thread;
    if (is_call) handle.callers |= static_cast<std::uint8_t>(1u << index);
  }

  /// One more handle of its side, or one less. Requires: the tables' lock, so that the events come
  /// in the order of the counts.
  static void count_handle(const live_handle& handle, int by, std::uint32_t thread,
                           std::uint32_t place) noexcept {
    if (handle.channel == 0) return;
    live_channel& channel = live.channels[handle.channel - 1];
    std::uint32_t& count = handle.is_sender ? channel.senders : channel.receivers;
    count += static_cast<std::uint32_t>(by);
    if (!is_recording() || channel.is_untracked) return;
    write_event({.message = channel.receivers,
                 .number = channel.senders,
                 .channel = channel.id,
                 .thread = thread,
                 .place = place,
                 .kind = record_kind::handles});
  }

  template <class Channel>
  static void end_select(Channel* channel, const operation_data& operation) noexcept {
    thread_state& me = self();
    me.is_stoppable = false;
    if (me.case_count == 0) return;
    me.case_count = 0;
    if (!is_recording()) return;
    tell(record_kind::select_chose, channel, {.number = operation.index}, {}, moment::same);
  }

  /// An event of the calling thread, at the place of its call.
  template <class Channel>
  static void tell(record_kind kind, Channel* channel, record event, std::string_view text = {},
                   moment when = moment::now) noexcept {
    event.kind = kind;
    event.channel = channel->traced.id;
    event.thread = known_self().number;
    event.place = current_place();
    write_event(event, text, when);
  }
};

}  // namespace trace

using tracer = trace::recorder;

STRAIT_END
