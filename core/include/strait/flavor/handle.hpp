// handle.hpp — one counted pointer to a flavor: what a sender or a receiver is made of.
//
// Invariants  I1 channel_ is null (an empty handle) or counted once in its side's count.
// Not here: what one can do with it (sender.hpp, receiver.hpp).
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include <strait/flavor/flavor.hpp>
#include <strait/flavor/idle_channel.hpp>

STRAIT_BEGIN
namespace detail {

template <direction Side>
class handle {
 public:
  handle() noexcept = default;
  /// Takes over one count.
  explicit handle(flavor* counted) noexcept : channel_(counted) {
    tracer::held(channel_, Side, traced_);
  }
  handle(const handle& other) noexcept : channel_(other.channel_) {
    if (channel_ != nullptr) side(*channel_).add();
    tracer::copied(channel_, Side, other.traced_);
    tracer::held(channel_, Side, traced_);
  }
  handle(handle&& other) noexcept : channel_(std::exchange(other.channel_, nullptr)) {
    tracer::moved(channel_, Side, other.traced_, traced_);
  }
  handle& operator=(const handle& other) noexcept {
    handle(other).swap(*this);
    return *this;
  }
  handle& operator=(handle&& other) noexcept {
    handle(std::move(other)).swap(*this);
    return *this;
  }
  ~handle() {
    if (channel_ == nullptr) return;
    tracer::released(channel_, Side, traced_);
    if constexpr (Side == direction::send) {
      drop_sender(channel_);
    } else {
      drop_receiver(channel_);
    }
  }

  void swap(handle& other) noexcept {
    handle_data mine;
    tracer::moved(channel_, Side, traced_, mine);
    tracer::moved(other.channel_, Side, other.traced_, traced_);
    tracer::moved(channel_, Side, mine, other.traced_);
    std::swap(channel_, other.channel_);
  }

  bool empty() const noexcept { return channel_ == nullptr; }
  /// Never null: an empty handle refers to a closed, drained channel.
  flavor* get() const noexcept {
    tracer::used(channel_, Side, traced_);
    return channel_ != nullptr ? channel_ : idle_channel::closed();
  }

  std::size_t sender_count() const noexcept {
    return channel_ != nullptr ? channel_->endpoints.senders.get() : 0;
  }
  std::size_t receiver_count() const noexcept {
    return channel_ != nullptr ? channel_->endpoints.receivers.get() : 0;
  }

  static handle_count& side(flavor& channel) noexcept {
    return Side == direction::send ? channel.endpoints.senders : channel.endpoints.receivers;
  }

  /// 0: an empty handle.
  std::uint64_t id() const noexcept { return channel_ != nullptr ? channel_->id : 0; }

  friend bool operator==(const handle& a, const handle& b) noexcept {
    return a.channel_ == b.channel_;
  }
  friend std::strong_ordering operator<=>(const handle& a, const handle& b) noexcept {
    return order_of(a.channel_, b.channel_);
  }

 private:
  using handle_data = tracer::handle_data;

  flavor* channel_ = nullptr;  ///< I1
  [[no_unique_address]] handle_data traced_;
};

/// Keeps the channel's memory alive, but not one of its sides.
template <direction Side>
class weak_handle {
 public:
  weak_handle() noexcept = default;
  explicit weak_handle(const handle<Side>& strong) noexcept
      : channel_(strong.empty() ? nullptr : strong.get()) {
    add();
  }
  weak_handle(const weak_handle& other) noexcept : channel_(other.channel_) { add(); }
  weak_handle(weak_handle&& other) noexcept : channel_(std::exchange(other.channel_, nullptr)) {}
  weak_handle& operator=(weak_handle other) noexcept {
    std::swap(channel_, other.channel_);
    return *this;
  }
  ~weak_handle() {
    if (channel_ != nullptr) drop_owner(channel_);
  }

  /// As handle::get().
  flavor* get() const noexcept { return channel_ != nullptr ? channel_ : idle_channel::closed(); }

  std::optional<handle<Side>> lock() const noexcept {
    if (channel_ == nullptr || !handle<Side>::side(*channel_).add_if_alive()) return std::nullopt;
    return handle<Side>(channel_);
  }

  /// As handle::id().
  std::uint64_t id() const noexcept { return channel_ != nullptr ? channel_->id : 0; }

  friend bool operator==(const weak_handle&, const weak_handle&) = default;
  friend std::strong_ordering operator<=>(const weak_handle& a, const weak_handle& b) noexcept {
    return order_of(a.channel_, b.channel_);
  }

 private:
  void add() noexcept {
    if (channel_ != nullptr) channel_->endpoints.owners.add();
  }

  flavor* channel_ = nullptr;  ///< Null or counted once in owners.
};

}  // namespace detail
STRAIT_END
