// grant.hpp — how a send without a message goes on once it is certain to arrive: it makes the
// message, and gives the grant up if that throws, so that nobody waits for what will not come.
#pragma once

#include <utility>

#include <strait/flavor/flavor.hpp>

STRAIT_BEGIN
namespace detail {

/// Hands `box` to the waiting receiver that was granted. The partner may be gone afterwards.
inline void deliver(operation& partner, message_ptr box) noexcept {
  partner.box = std::move(box);
  partner.result = outcome::done;
  partner.owner->finish();
}

/// Lets the granted receiver look again.
inline void refuse(operation& partner) noexcept {
  partner.result = outcome::retry;
  partner.owner->finish();
}

/// Makes the message for a granted place or partner and sends it. Throws what `make` throws and
/// std::bad_alloc; then nothing was sent.
template <class T, class Make>
void fulfil(const operation& op, Make&& make) {
  // A copy of what was granted: `make` may use the selector that the operation belongs to.
  struct grant {
    flavor& channel;
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
  } granted{static_cast<flavor&>(*op.channel),
            op.result == outcome::partner ? op.partner : nullptr};
  message_ptr box = make_message<T>(std::forward<Make>(make));
  granted.made = true;
  if (granted.partner == nullptr) {
    granted.channel.publish(std::move(box));
  } else {
    deliver(*granted.partner, std::move(box));
  }
}

}  // namespace detail
STRAIT_END
