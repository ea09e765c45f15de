#include <algorithm>
#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <vector>

// Eight tasks, three permits. A permit is a place in a bounded channel: a send
// takes one and waits if there is none, a receive gives it back.

using namespace std::chrono_literals;

constexpr int permits = 3;

struct token {};

int main() {
  const auto running = strait::bounded<token>(permits);
  const auto [report, reports] = strait::unbounded<int>();

  std::vector<std::thread> tasks;
  for (int task = 1; task <= 8; ++task) {
    tasks.emplace_back([task, &running, &report = report] {
      if (!running.tx.send({})) return;  // waits for a permit
      const int at_work = static_cast<int>(running.tx.size());
      std::this_thread::sleep_for(40ms);
      std::printf("task %d is done\n", task);
      if (!report.send(at_work)) std::printf("nobody counts\n");
      // Gives it back.
      if (!running.rx.recv()) std::printf("a permit was lost\n");
    });
  }
  for (std::thread& task : tasks) task.join();

  const auto seen = reports.drain();
  const int most = *std::max_element(seen.begin(), seen.end());
  std::printf(
      most <= permits ? "never more than %d at work\n" : "limit of %d broken\n",
      permits);
}
