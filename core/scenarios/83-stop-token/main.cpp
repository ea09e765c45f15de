#include <cstdio>
#include <stop_token>
#include <strait/strait.hpp>
#include <string>
#include <thread>

// A thread is told to stop while it waits in a receive. The channel is not
// affected: the next reader receives what is sent afterwards.

void follow(std::stop_token stop, strait::receiver<int> in) {
  for (;;) {
    // Until a message, the end, or the stop.
    const auto message = in.recv(stop);
    if (!message) {
      std::printf("%s\n", std::string(to_string(message.error())).c_str());
      return;
    }
    std::printf("received %d\n", *message);
  }
}

int main() {
  auto [tx, rx] = strait::unbounded<int>();
  {
    std::jthread worker(follow, rx);
    for (int message = 1; message <= 3; ++message)
      if (!tx.send(message)) return 1;
  }  // asks the worker to stop, and joins it

  if (!tx.send(4)) return 1;
  if (auto message = rx.recv()) std::printf("main received %d\n", *message);
}
