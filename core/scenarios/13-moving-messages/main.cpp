#include <cstdio>
#include <memory>
#include <strait/strait.hpp>
#include <string>
#include <utility>

// A message belongs to one side at a time. It moves through the channel; if it
// cannot be sent, it comes back in the error, unchanged.

using parcel = std::unique_ptr<std::string>;

int main() {
  const auto slow = strait::bounded<parcel>(1);
  const auto fast = strait::unbounded<parcel>();

  for (const char* label : {"books", "glass", "tools"}) {
    auto sent = slow.tx.try_send(std::make_unique<std::string>(label));
    if (sent) {
      std::printf("%s: on the slow belt\n", label);
      continue;
    }
    // The belt is full; we own the same parcel again.
    parcel again = std::move(sent.error().value);
    const std::string why(to_string(sent.error().code));
    std::printf("%s: came back, %s\n", again->c_str(), why.c_str());
    if (!fast.tx.send(std::move(again))) return 1;
  }

  for (const parcel& each : slow.rx.drain())
    std::printf("slow belt brings %s\n", each->c_str());
  for (const parcel& each : fast.rx.drain())
    std::printf("fast belt brings %s\n", each->c_str());
}
