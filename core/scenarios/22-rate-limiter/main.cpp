#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>

// No more than one request in 30 ms, except for a burst of three in the
// beginning: permits come from a channel, whoever put them there.

using namespace std::chrono_literals;
using std::chrono::steady_clock;

int main() {
  const auto start = steady_clock::now();

  auto [save, saved] = strait::bounded<steady_clock::time_point>(3);
  // Fills the channel: three permits for a burst.
  while (save.try_send(start)) {
  }
  const auto ticker = strait::tick(30ms);

  for (int request = 1; request <= 8; ++request) {
    if (!saved.try_recv()) {         // no permit left over?
      if (!ticker.recv()) return 1;  // then wait for a fresh one
    }
    const auto elapsed =
        std::chrono::duration<double, std::milli>(steady_clock::now() - start);
    std::printf("request %d after %3.0f ms\n", request, elapsed.count());
  }
}
