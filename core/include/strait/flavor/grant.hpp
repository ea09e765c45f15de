// grant.hpp — a send that had no message yet and has been granted a place or a receiver: it makes
// the message now. If that throws, it gives the grant up, so that nobody waits in vain.
#pragma once

#include <new>
#include <utility>

#include <strait/flavor/slot_channel.hpp>
#include <strait/flavor/stored.hpp>

STRAIT_BEGIN
namespace detail {

/// Hands a message to the matched receiver, which may be gone afterwards.
template <class T>
void deliver(operation& partner, outgoing<T>& message) noexcept {
  tracer::sent(partner.channel, message.id());
  tracer::received(partner.channel, message.id(), partner.traced);
  ::new (partner.message()) stored<T>(std::move(message.message()));
  partner.id = message.id();
  partner.set_state(operation_state::done);
  partner.owner.read()->finish();
}

/// Lets the matched receiver look again.
inline void refuse(operation& partner) noexcept {
  tracer::abandoned(partner.channel);
  partner.set_state(operation_state::retry);
  partner.owner.read()->finish();
}

/// Makes the message for a granted place or receiver and sends it. Throws what `make` throws and
/// std::bad_alloc; then nothing was sent.
template <class T, class Make>
void complete(const operation& op, Make&& make) {
  // A copy of what was granted: `make` may use the selector that the operation belongs to.
  struct grant {
    slot_channel& channel;
    operation* const partner;  ///< Null: a place.
    bool made = false;

    ~grant() {
      if (made) return;
      if (partner == nullptr) {
        channel.abandon();
      } else {
        refuse(*partner);
      }
    }
  } granted{static_cast<slot_channel&>(*op.channel),
            op.state() == operation_state::receiver_matched ? op.partner() : nullptr};
  outgoing<T> message(std::forward<Make>(make));
  granted.made = true;
  if (granted.partner == nullptr) {
    granted.channel.publish(&message.message(), message.id());
  } else {
    deliver(*granted.partner, message);
  }
}

}  // namespace detail
STRAIT_END
