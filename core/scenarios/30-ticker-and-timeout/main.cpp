#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>

// Time as a channel: a ticker and a timeout are receivers like any other, so
// one select waits for both. The result of the select is what the chosen
// handler returns.

using namespace std::chrono_literals;
using std::chrono::steady_clock;

int main() {
  const auto start = steady_clock::now();
  const auto ticker = strait::tick(50ms);
  const auto timeout = strait::after(1s);

  const auto on_tick = [start](auto) {
    const auto elapsed =
        std::chrono::duration<double, std::milli>(steady_clock::now() - start);
    std::printf("tick after %4.0f ms\n", elapsed.count());
    return true;
  };
  const auto on_end = [](auto) {
    std::printf("time is up\n");
    return false;
  };

  bool go_on = true;
  while (go_on)
    go_on = strait::select(strait::on_recv(ticker, on_tick),
                           strait::on_recv(timeout, on_end));
}
