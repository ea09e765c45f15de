#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

// A fast sensor and a slow display. The channel holds one value, and a newer
// value displaces one that has not been received yet.

using namespace std::chrono_literals;

constexpr int measurements = 20;

void measure(strait::sender<int> out) {
  for (int degrees = 1; degrees <= measurements; ++degrees) {
    if (!out.force_send(degrees)) return;  // never waits
    std::this_thread::sleep_for(2ms);
  }
}

int main() {
  auto [tx, latest] = strait::bounded<int>(1);
  std::thread sensor(measure, std::move(tx));

  int shown = 0;
  for (int degrees : latest) {
    std::printf("it is %d degrees\n", degrees);
    ++shown;
    std::this_thread::sleep_for(10ms);
  }
  sensor.join();

  const int skipped = static_cast<int>(latest.displaced_count());
  std::printf("shown and skipped: %d of %d\n", shown + skipped, measurements);
}
