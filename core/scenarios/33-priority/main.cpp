#include <cstdio>
#include <expected>
#include <initializer_list>
#include <strait/strait.hpp>
#include <string>
#include <utility>

// Two mailboxes, one of them more important. A biased select looks at its cases
// in the order in which they are written.

using mail = std::expected<std::string, strait::recv_error>;

strait::receiver<std::string> mailbox(
    std::initializer_list<const char*> letters) {
  auto [tx, rx] = strait::unbounded<std::string>();
  for (const char* letter : letters)
    if (!tx.send(letter)) break;
  return std::move(rx);
}  // no more letters: the sender is gone

int main() {
  auto urgent = mailbox({"fire in the kitchen", "water in the cellar"});
  auto usual = mailbox({"newspaper", "bill", "postcard"});

  // Prints a letter, or disables the case of a disconnected channel.
  const auto read = [](const char* kind, strait::receiver<std::string>& box,
                       const mail& letter) {
    if (letter)
      std::printf("%s: %s\n", kind, letter->c_str());
    else
      box = strait::never<std::string>();
    return letter.has_value();
  };

  const auto on_urgent = [&](const mail& letter) {
    return read("urgent", urgent, letter);
  };
  const auto on_usual = [&](const mail& letter) {
    return read("usual", usual, letter);
  };

  int open = 2;
  while (open > 0) {
    const bool more = strait::select_biased(strait::on_recv(urgent, on_urgent),
                                            strait::on_recv(usual, on_usual));
    if (!more) --open;
  }
}
