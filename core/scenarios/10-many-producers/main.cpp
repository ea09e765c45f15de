#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// Several producers, one consumer. Every producer owns a copy of the sender;
// the consumer's loop ends when the last copy is gone.

using namespace std::chrono_literals;

void produce(strait::sender<std::string> out, std::vector<std::string> words) {
  for (std::string& word : words) {
    if (!out.send(std::move(word))) return;  // no receiver is left
    std::this_thread::sleep_for(1s);
  }
}  // `out` is destroyed here

int main() {
  auto [tx, rx] = strait::unbounded<std::string>();

  // The first thread gets a copy, the second one the original: main keeps no
  // sender.
  std::thread first(produce, tx, std::vector<std::string>{"hi", "hi again"});
  std::thread second(produce, std::move(tx),
                     std::vector<std::string>{"more", "messages"});

  for (std::string& message : rx) std::printf("%s\n", message.c_str());

  first.join();
  second.join();
}
