#include "other.hpp"

#include <cstdlib>
#include <utility>

namespace other {

strait::channel<std::string> make_channel() { return strait::bounded<std::string>(2); }

void send_from_there(const strait::sender<std::string>& tx, std::string message) {
  if (!tx.send(std::move(message))) std::abort();
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
