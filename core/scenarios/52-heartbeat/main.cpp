#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

// A worker that signals that it is alive, and a watcher that acts on silence.
// The timeout of a select restarts in every iteration.

using namespace std::chrono_literals;

struct beat {};

void work(strait::sender<beat> pulse, strait::receiver<beat> rescue) {
  const auto ticker = strait::tick(20ms);
  for (int count = 0; count < 5; ++count) {
    if (!ticker.recv()) return;
    if (!pulse.try_send({}))
      continue;  // the watcher has not received the last one yet: fine
  }
  if (!rescue.recv()) std::printf("the worker was set free\n");  // hangs
}

int main() {
  auto [pulse, heart] = strait::bounded<beat>(1);
  auto [rescue, rescued] = strait::bounded<beat>(0);
  std::thread worker(work, std::move(pulse), std::move(rescued));

  if (heart.recv()) std::printf("beat\n");  // the first one may take longer

  const auto on_beat = [](auto heard) {
    std::printf("beat\n");
    return heard.has_value();
  };
  const auto on_silence = [] {
    std::printf("no beat for 300 ms: the worker hangs\n");
    return false;
  };
  bool alive = true;
  while (alive) {
    alive = strait::select(strait::on_recv(heart, on_beat),
                           strait::on_timeout(300ms, on_silence));
  }

  rescue = {};
  worker.join();
}
