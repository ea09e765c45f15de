// The one program that every way of adopting the library builds and runs. It uses a bit of every
// header, and must not compile with a warning, whatever the way makes of the include folder.
#include <chrono>
#include <cstdio>
#include <memory>
#include <strait/strait.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

using namespace std::chrono_literals;

namespace {

// The build tells which version it believes to have found.
constexpr std::string_view found_version = CONSUMER_FOUND_VERSION;

std::string header_version() {
  return std::to_string(STRAIT_VERSION_MAJOR) + "." + std::to_string(STRAIT_VERSION_MINOR) + "." +
         std::to_string(STRAIT_VERSION_PATCH);
}

int sum_over_threads() {
  auto [tx, rx] = strait::bounded<std::unique_ptr<int>>(1);
  std::thread producer(
      [](strait::sender<std::unique_ptr<int>> out) {
        for (int i = 1; i <= 4; ++i) {
          if (!out.send(std::make_unique<int>(i))) return;
        }
      },
      std::move(tx));
  int sum = 0;
  for (std::unique_ptr<int> message : rx) sum += *message;
  producer.join();
  return sum;
}

std::string_view first_of_a_select() {
  auto [tx, rx] = strait::unbounded<std::string>();
  if (!tx.try_send("message")) return "refused";
  return strait::select(strait::on_recv(rx, [](auto) { return std::string_view("received"); }),
                        strait::on_recv(strait::never<int>(), [](auto) { return "never"; }),
                        strait::on_timeout(1h, [] { return "timeout"; }));
}

int value_of_a_selector() {
  auto [tx, rx] = strait::bounded<int>(1);
  strait::selector<int> cases;
  cases.recv(rx, [](std::expected<int, strait::recv_error> m) { return m.value_or(-1); });
  cases.recv(strait::after(1h), [](auto) { return -2; });
  if (!tx.send_for(7, 1s)) return -3;
  return cases.wait();
}

bool check(bool held, const char* what) {
  if (!held) std::printf("consumer: %s\n", what);
  return held;
}

}  // namespace

int main() {
  bool good = check(header_version() == found_version, "the build found another version");
  good &= check(sum_over_threads() == 10, "messages between threads");
  good &= check(first_of_a_select() == "received", "select");
  good &= check(value_of_a_selector() == 7, "selector");
  return good ? 0 : 1;
}
