#include <chrono>
#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

// A server that loses requests, and a client that asks again and waits twice as
// long each time.

using namespace std::chrono_literals;

void serve(strait::receiver<int> requests, strait::sender<int> answers) {
  int lost = 0;
  for (int number : requests) {
    if (lost < 2)
      ++lost;  // the client never learns why
    else if (!answers.send(number * number))
      return;
  }
}

int main() {
  auto [ask, requests] = strait::unbounded<int>();
  auto [reply, answers] = strait::unbounded<int>();
  std::thread server(serve, std::move(requests), std::move(reply));

  auto patience = 20ms;
  for (int attempt = 1;; ++attempt, patience *= 2) {
    if (!ask.send(7)) break;
    if (auto answer = answers.recv_for(patience)) {
      std::printf("attempt %d: the answer is %d\n", attempt, *answer);
      break;
    }
    std::printf("attempt %d: no answer in %d ms\n", attempt,
                static_cast<int>(patience.count()));
  }

  ask = {};  // the server's loop ends
  server.join();
}
