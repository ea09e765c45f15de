#include <cstddef>
#include <cstdio>
#include <expected>
#include <strait/strait.hpp>
#include <thread>
#include <utility>
#include <vector>

// Any number of channels, one place to wait: a selector gets its cases at run
// time and is used again and again.

void drive(int lane, strait::sender<int> out) {
  for (int car = 1; car <= 2; ++car)
    if (!out.send(lane * 100 + car)) return;
}

int main() {
  constexpr std::size_t lanes_wanted = 4;
  strait::selector<void> lanes;
  // Their numbers in the selector.
  std::vector<std::size_t> cases(lanes_wanted);
  std::vector<std::thread> traffic;
  std::size_t open = lanes_wanted;

  for (std::size_t at = 0; at < lanes_wanted; ++at) {
    const int lane = static_cast<int>(at) + 1;
    auto [tx, rx] = strait::bounded<int>(0);
    traffic.emplace_back(drive, lane, std::move(tx));

    lanes.recv(std::move(rx),
               [&, at, lane](std::expected<int, strait::recv_error> car) {
                 if (car) {
                   std::printf("lane %d: car %d\n", lane, *car);
                 } else {
                   std::printf("lane %d is empty\n", lane);
                   lanes.remove(cases[at]);
                   --open;
                 }
               });
    cases[at] = lanes.last();
  }

  while (open > 0) lanes.wait();
  for (std::thread& each : traffic) each.join();
}
