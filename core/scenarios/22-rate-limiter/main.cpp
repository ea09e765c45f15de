#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>

// No more than one request per 30 ms, except for a burst of three at the start:
// permits come from a channel, no matter who put them there.

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
    if (!saved.try_recv()) {         // no saved permit?
      if (!ticker.recv()) return 1;  // then wait for a new one
    }
    const auto elapsed =
        std::chrono::duration<double, std::milli>(steady_clock::now() - start);
    std::printf("request %d after %3.0f ms\n", request, elapsed.count());
  }
}
