#include <cstdio>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <vector>

// Five guests look for a partner. Each sends a name or receives one, whichever
// is possible first, and all of them use the same channel.

void arrive(std::string name, strait::channel<std::string> room) {
  const auto dance = [&name](auto other) {
    if (other) std::printf("%s dances with %s\n", name.c_str(), other->c_str());
  };
  strait::select(strait::on_send(room.tx, name),
                 strait::on_recv(room.rx, dance));
}

int main() {
  // Holds the name of a guest without a partner.
  const auto room = strait::bounded<std::string>(1);

  std::vector<std::thread> guests;
  for (const char* name : {"Ann", "Bob", "Cleo", "Dan", "Eve"})
    guests.emplace_back(arrive, name, room);
  for (std::thread& guest : guests) guest.join();

  if (auto alone = room.rx.try_recv())
    std::printf("%s sits this one out\n", alone->c_str());
}
