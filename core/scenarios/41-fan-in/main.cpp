#include <cstdio>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// Two generators, merged into one stream. Each forwarder owns a copy of the
// sender; the last one to leave ends the stream.

using words = strait::receiver<std::string>;
using crew = std::vector<std::jthread>;  // joined when main returns

words count(const char* name, int last, crew& threads) {
  auto [tx, rx] = strait::bounded<std::string>(0);
  threads.emplace_back([name, last, out = std::move(tx)] {
    for (int number = 1; number <= last; ++number)
      if (!out.send(name + (" " + std::to_string(number)))) return;
  });
  return std::move(rx);
}

words fan_in(std::vector<words> inputs, crew& threads) {
  auto [tx, rx] = strait::bounded<std::string>(0);
  for (words& input : inputs) {
    threads.emplace_back([in = std::move(input), out = tx] {
      for (std::string& message : in)
        if (!out.send(std::move(message))) return;
    });
  }
  return std::move(rx);
}  // only the forwarders have a sender now

int main() {
  crew threads;
  const words merged =
      fan_in({count("sheep", 4, threads), count("goat", 3, threads)}, threads);
  for (std::string& message : merged) std::printf("%s\n", message.c_str());
}
