#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

// A mistake to look at: main joins before it receives. The producer waits for
// room, main waits for the producer. Press Stop.

int main() {
  auto [tx, rx] = strait::bounded<int>(2);

  std::thread producer([tx = std::move(tx)] {
    for (int message = 1; message <= 5; ++message) {
      if (!tx.send(message)) return;
      std::printf("sent %d\n", message);
    }
  });

  producer.join();  // too early: nobody has received anything yet
  for (int message : rx) std::printf("received %d\n", message);
}
