// grant.hpp — a send that had no message yet and has been granted a place or a receiver: it makes
// the message now. If that throws, it gives the grant up, so that nobody waits in vain.
#pragma once

#include <utility>

#include <strait/flavor/flavor.hpp>

STRAIT_BEGIN
namespace detail {

/// Hands `box` to the matched receiver, which may be gone afterwards.
inline void deliver(operation& partner, box_ptr box) noexcept {
  tracer::sent(partner.channel, box->id);
  tracer::received(partner.channel, box->id);
  partner.box() = std::move(box);
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
            op.state() == operation_state::receiver_matched ? op.partner.read() : nullptr};
  box_ptr box = make_box<T>(std::forward<Make>(make));
  granted.made = true;
  if (granted.partner == nullptr) {
    granted.channel.publish(std::move(box));
  } else {
    deliver(*granted.partner, std::move(box));
  }
}

}  // namespace detail
STRAIT_END
