#include <cstdio>
#include <strait/strait.hpp>
#include <thread>

// A mistake to look at: main keeps a sender, so its own loop never ends. The
// loop waits for a message that only main could send. Press Stop.

int main() {
  auto [tx, rx] = strait::unbounded<int>();

  std::thread producer([tx = tx] {  // a copy; the original stays in main
    for (int message = 1; message <= 3; ++message)
      if (!tx.send(message)) return;
  });
  producer.join();

  std::printf("senders left: %zu\n", tx.sender_count());
  for (int message : rx) std::printf("received %d\n", message);
  std::printf("the end\n");  // never printed
}
