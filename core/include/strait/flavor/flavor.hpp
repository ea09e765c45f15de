// flavor.hpp — the contract between the handles and the kinds of channel behind them.
//
// A handle is a pointer to a flavor. The handles count themselves here; the last of a side closes,
// the last owner frees (base/endpoint_count.hpp).
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include <strait/base/allocated.hpp>
#include <strait/base/channel_id.hpp>
#include <strait/base/endpoint_count.hpp>
#include <strait/base/kind.hpp>
#include <strait/base/lock.hpp>
#include <strait/base/trace.hpp>
#include <strait/wait/waitable.hpp>

STRAIT_BEGIN
namespace detail {

/// Whether messages are stored in a channel.
enum class storage : std::uint8_t {
  none,
  slots,  ///< It is a slot_channel (flavor/slot_channel.hpp).
};

class flavor : public waitable, public allocated {
 public:
  virtual ~flavor() { tracer::freed(this); }

  channel_kind kind() const noexcept { return kind_; }
  storage stores() const noexcept { return stores_; }

  /// Ends sends; stored messages can still be received. Closing again does nothing.
  virtual void close() noexcept = 0;
  /// The last receiver is gone: closes and destroys the stored messages.
  virtual void discard() noexcept = 0;

  /// The number of senders that wait in a rendezvous.
  virtual std::size_t waiting_senders() noexcept { return 0; }

  virtual std::size_t size() noexcept = 0;
  virtual bool full() noexcept = 0;
  virtual bool disconnected() noexcept = 0;
  /// None: no limit.
  virtual std::optional<std::size_t> capacity() const noexcept = 0;
  /// How many messages were displaced by newer ones.
  virtual std::size_t displaced() noexcept { return 0; }

  virtual void set_name(std::string name) noexcept {
    const std::lock_guard guard(name_lock_);
    name_.write().swap(name);
    tracer::named(this, name_.read());
  }
  std::string name() {
    const std::lock_guard guard(name_lock_);
    return name_.read();
  }

  endpoint_count endpoints;
  const std::uint64_t id = next_channel_id();

 protected:
  flavor(channel_kind kind, std::size_t senders, std::size_t receivers, std::size_t owners,
         storage stores = storage::none) noexcept
      : endpoints(senders, receivers, owners), kind_(kind), stores_(stores) {
    platform::prepare_heavy_fence();  // For its locks.
    tracer::made(this, kind);
  }

 private:
  const channel_kind kind_;
  const storage stores_;
  short_lock name_lock_;  ///< Guards name_.
  platform::cell<std::string> name_;
};

/// Channels in the order in which they were made; no channel (null) comes first.
inline std::strong_ordering order_of(const flavor* a, const flavor* b) noexcept {
  const auto id_of = [](const flavor* each) { return each == nullptr ? 0 : each->id; };
  const std::strong_ordering by_id = id_of(a) <=> id_of(b);
  // Two shared libraries that cannot see each other's symbols may number alike.
  return by_id != 0 ? by_id : std::compare_three_way()(a, b);
}

inline void drop_owner(flavor* channel) noexcept {
  if (channel->endpoints.owners.drop()) delete channel;
}

inline void drop_sender(flavor* channel) noexcept {
  if (!channel->endpoints.senders.drop()) return;
  tracer::side_gone(channel, direction::send);
  channel->close();
  drop_owner(channel);
}

inline void drop_receiver(flavor* channel) noexcept {
  if (!channel->endpoints.receivers.drop()) return;
  tracer::side_gone(channel, direction::receive);
  channel->discard();
  drop_owner(channel);
}

}  // namespace detail
STRAIT_END
