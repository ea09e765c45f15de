#include <cstdio>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// An empty channel is not the same as a disconnected one: a receiver can tell
// them apart, and messages sent before the end are never lost.

void print(const std::vector<std::string>& messages) {
  std::string line = "[";
  for (const std::string& message : messages) {
    if (line.size() > 1) line += ", ";
    line += '"' + message + '"';
  }
  std::printf("%s]\n", line.c_str());
}

int main() {
  auto [tx, rx] = strait::unbounded<std::string>();

  // A copy of the sender, destroyed when the thread is done.
  std::thread greeter([tx = tx] {
    if (!tx.send("Hi!")) std::printf("nobody listens\n");
  });
  // Waits for it.
  if (auto message = rx.recv()) std::printf("received %s\n", message->c_str());
  greeter.join();

  auto nothing = rx.try_recv();  // does not wait
  if (!nothing && nothing.error() == strait::recv_error::empty)
    std::printf("empty, but a sender lives\n");

  if (!tx.send("0")) return 1;
  print(rx.drain());  // takes the messages that are there now

  if (!tx.send("1")) return 1;
  tx = {};  // drops the last sender

  std::vector<std::string> rest;
  for (std::string& message : rx)
    rest.push_back(std::move(message));  // until disconnected
  print(rest);

  auto end = rx.recv();  // would wait if a sender were left
  if (!end && end.error() == strait::recv_error::disconnected)
    std::printf("%s and disconnected\n", rx.empty() ? "empty" : "not empty");
}
