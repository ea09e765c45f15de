#include <cstdio>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

// The capacity of a channel decides who waits for whom. Five messages are sent
// to channels without room, with room for one, and without a limit.

constexpr int messages = 5;

/// Sends as many as fit while nobody receives.
int fill(const strait::sender<int>& out) {
  int sent = 0;
  while (sent < messages && out.try_send(sent + 1)) ++sent;
  return sent;
}

void compare(const char* name, strait::channel<int> channel) {
  auto [tx, rx] = std::move(channel);
  const int fitted = fill(tx);

  int received = 0;
  std::thread receiver([&received, rx = std::move(rx)] {
    for (int message : rx) received += message > 0;
  });
  for (int message = fitted + 1; message <= messages; ++message)
    if (!tx.send(message)) break;  // waits for room, or for the receiver itself
  tx = {};
  receiver.join();

  std::printf("%-10s  %d of %d fit with nobody there, %d arrive in the end\n",
              name, fitted, messages, received);
}

int main() {
  compare("rendezvous", strait::bounded<int>(0));
  compare("room for 1", strait::bounded<int>(1));
  compare("unbounded", strait::unbounded<int>());
}
