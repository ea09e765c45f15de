#include <chrono>
#include <cstdio>
#include <expected>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <utility>

// Two speakers, one listener. It hears whoever speaks first, and no longer
// waits for a speaker who has left.

using namespace std::chrono_literals;

void talk(const char* name, std::chrono::milliseconds pause,
          strait::sender<std::string> out) {
  for (int sentence = 1; sentence <= 3; ++sentence) {
    if (!out.send(name + (": sentence " + std::to_string(sentence)))) return;
    std::this_thread::sleep_for(pause);
  }
}

int main() {
  auto [ann_tx, ann] = strait::unbounded<std::string>();
  auto [bob_tx, bob] = strait::unbounded<std::string>();
  std::thread first(talk, "Ann", 5ms, std::move(ann_tx));
  std::thread second(talk, "Bob", 8ms, std::move(bob_tx));

  int present = 2;
  const auto listen_to = [&present](strait::receiver<std::string>& talker) {
    return strait::on_recv(
        talker, [&](std::expected<std::string, strait::recv_error> heard) {
          if (heard) {
            std::printf("%s\n", heard->c_str());
          } else {
            // Its case is never ready again.
            talker = strait::never<std::string>();
            --present;
          }
        });
  };
  while (present > 0) strait::select(listen_to(ann), listen_to(bob));
  std::printf("both have left\n");

  first.join();
  second.join();
}
