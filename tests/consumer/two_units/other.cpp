#include "other.hpp"

#include <chrono>
#include <cstdlib>
#include <utility>

namespace other {

strait::channel<std::string> make_channel() { return strait::bounded<std::string>(2); }

void send_from_there(const strait::sender<std::string>& tx, std::string message) {
  if (!tx.send(std::move(message))) std::abort();
}

int receive_there(const strait::receiver<int>& rx, int count) {
  int received = 0;
  while (received < count && rx.recv_for(std::chrono::seconds(30))) ++received;
  return received;
}

bool is_same(const strait::sender<std::string>& tx, const strait::receiver<std::string>& rx) {
  return same_channel(tx, rx);
}

void take(strait::sender<std::string>& tx) {
  tx = make_channel().tx;
  const strait::sender<std::string> taken = std::move(tx);
}

strait::receiver<int> never_of_there() { return strait::never<int>(); }

void add_cases(strait::selector<>& cases, const strait::sender<std::string>& texts,
               const strait::sender<note>& notes) {
  cases.send(texts, "there").send(notes, note{"there"});
}

}  // namespace other
