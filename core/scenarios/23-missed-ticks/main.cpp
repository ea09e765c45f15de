#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>
#include <thread>

// Three tickers and a consumer that sleeps. Which ticks it finds when it wakes
// is decided when the ticker is made.

using namespace std::chrono_literals;
using std::chrono::steady_clock;

void oversleep(const char* name, strait::missed_ticks missed) {
  const auto start = steady_clock::now();
  const auto ticker = strait::tick(20ms, missed);

  std::this_thread::sleep_for(110ms);  // five ticks pass

  std::printf("%s:", name);
  for (const auto due : ticker.try_iter()) {
    const auto since =
        std::chrono::round<std::chrono::milliseconds>(due - start);
    std::printf(" %d", static_cast<int>(since.count()));
  }
  std::printf("\n");
}

int main() {
  oversleep("coalesce", strait::missed_ticks::coalesce);
  oversleep("burst", strait::missed_ticks::burst);
  oversleep("skip", strait::missed_ticks::skip);
}
