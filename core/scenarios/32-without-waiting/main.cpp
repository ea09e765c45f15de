#include <cstdio>
#include <strait/strait.hpp>
#include <string>

// A select that never waits: with on_default it does what is possible at this
// moment, or nothing.

void receive(const strait::receiver<std::string>& in) {
  const auto print = [](auto message) {
    if (message) std::printf("received %s\n", message->c_str());
  };
  strait::select(strait::on_recv(in, print), strait::on_default([] {
                   std::printf("nothing to receive\n");
                 }));
}

void offer(const strait::sender<std::string>& out, std::string& message) {
  strait::select(
      strait::on_send(out, message, [](auto) { std::printf("sent\n"); }),
      strait::on_default([&message] {
        std::printf("no room, \"%s\" is still mine\n", message.c_str());
      }));
}

int main() {
  const auto [tx, rx] = strait::bounded<std::string>(1);
  std::string first = "hello", second = "again";

  receive(rx);
  offer(tx, first);
  offer(tx, second);
  receive(rx);
  offer(tx, second);
  receive(rx);
}
