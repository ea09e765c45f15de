#include <cstdio>
#include <strait/strait.hpp>
#include <string>
#include <utility>

// A mistake that is reported: the reader leaves early. The next send fails at
// once and hands its message back; the waiting messages are destroyed.

/// A letter that reports where it ends up.
class letter {
 public:
  explicit letter(std::string text) : text_(std::move(text)) {}
  letter(letter&& other) noexcept : text_(other.open()) {}
  ~letter() {
    if (!text_.empty()) std::printf("  \"%s\" is thrown away\n", text_.c_str());
  }
  std::string open() { return std::exchange(text_, ""); }

 private:
  std::string text_;
};

int main() {
  auto [tx, rx] = strait::unbounded<letter>();

  for (const char* text : {"first", "second", "third"})
    if (!tx.send(letter(text))) return 1;

  if (auto received = rx.recv())
    std::printf("read: %s\n", received->open().c_str());

  std::printf("the reader leaves\n");
  rx = {};

  if (auto sent = tx.send(letter("fourth")); !sent)
    std::printf("%s: \"%s\" came back\n",
                std::string(to_string(sent.error().code)).c_str(),
                sent.error().value.open().c_str());
}
