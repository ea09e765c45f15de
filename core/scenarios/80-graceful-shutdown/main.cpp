#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

// A shop that closes properly: no new orders after closing time, and every
// order that was accepted is still made.

using namespace std::chrono_literals;

void make(strait::receiver<int> orders) {
  for (int order : orders) {
    std::this_thread::sleep_for(10ms);
    std::printf("order %d is ready\n", order);
  }
  std::printf("everything is made, the lights go out\n");
}

int main() {
  auto [desk, orders] = strait::unbounded<int>();
  std::thread workshop(make, std::move(orders));

  for (int order = 1; order <= 6; ++order) {
    if (order == 5) {
      desk.close();
      std::printf("closing time\n");
    }
    if (auto accepted = desk.send(order); !accepted)
      std::printf("order %d is refused\n", accepted.error().value);
  }
  workshop.join();
}
