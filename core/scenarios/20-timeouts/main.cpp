#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>
#include <thread>

// Timeouts on both sides: a producer that gives up on a full channel gets its
// message back, and a consumer that gives up on an empty one simply tries
// again.

using namespace std::chrono_literals;

void produce(const strait::sender<int>& out) {
  for (int i = 1; i <= 5; ++i) {
    if (auto sent = out.send(i); !sent) return;  // waits as long as it takes
    std::printf("produced %d\n", i);

    if (auto sent = out.send_for(i + 10, 5ms))  // waits 5 ms at most
      std::printf("produced %d\n", i + 10);
    else
      std::printf("no room, %d came back\n", sent.error().value);
  }
}

void consume(const strait::receiver<int>& in) {
  for (;;) {
    auto message = in.recv_for(10ms);
    if (message) {
      std::printf("consumed %d\n", *message);
    } else if (message.error() == strait::recv_error::timeout) {
      std::printf("nothing came in time\n");
    } else {
      std::printf("consumer done: disconnected\n");
      return;
    }
    std::this_thread::sleep_for(10ms);
  }
}

int main() {
  auto [tx, rx] = strait::bounded<int>(2);

  std::thread producer([&tx] { produce(tx); });
  // A copy: main keeps a receiver, too.
  std::thread consumer([rx = rx] { consume(rx); });

  producer.join();
  tx = {};  // the last sender
  if (rx.is_disconnected()) std::printf("main sees it, too: disconnected\n");
  consumer.join();
}
