#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

// Closing time with a deadline: the worker may finish what it can until then;
// the rest is taken out of the channel and handed over for tomorrow.

using namespace std::chrono_literals;

constexpr int accepted = 10;

void work(strait::receiver<int> orders, strait::sender<int> made) {
  for (int order : orders) {
    std::this_thread::sleep_for(20ms);
    if (!made.send(order)) return;
  }
}

int main() {
  auto [desk, orders] = strait::unbounded<int>();
  auto [made, ready] = strait::unbounded<int>();
  for (int order = 1; order <= accepted; ++order)
    if (!desk.send(order)) return 1;
  desk.close();

  std::thread worker(work, orders, std::move(made));

  const auto deadline = std::chrono::steady_clock::now() + 90ms;
  int done = 0;
  while (auto order = ready.recv_until(deadline)) {
    std::printf("order %d is ready\n", *order);
    ++done;
  }

  // The worker finishes its current order; then its loop ends.
  const auto left = orders.drain();
  for (int order : left) std::printf("order %d is left for tomorrow\n", order);
  worker.join();

  for (int order : ready.drain()) {
    std::printf("order %d was just made\n", order);
    ++done;
  }
  std::printf("%d accepted, %d in all\n", accepted,
              done + static_cast<int>(left.size()));
}
