// sequence.hpp — one thread uses a channel in an order that bytes decide: each operation, its
// result and what can be asked of the channel are compared with a queue in sequence.
//
// The same for libFuzzer, which finds the bytes (fuzz/sequences.fuzz.cpp), and for random ones in
// every test run (spec/sequences.test.cpp).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <strait/strait.hpp>
#include <string>
#include <vector>

namespace test {

/// What a message of a sequence is made of, and what is in it.
template <class T>
struct message_of {
  static T make(int value) { return T(value); }
  static int value(const T& message) { return message; }
};
template <>
struct message_of<std::string> {
  static std::string make(int value) { return std::string(40, 'x') + std::to_string(value); }
  static int value(const std::string& message) { return std::stoi(message.substr(40)); }
};
template <>
struct message_of<std::unique_ptr<int>> {
  static std::unique_ptr<int> make(int value) { return std::make_unique<int>(value); }
  static int value(const std::unique_ptr<int>& message) { return *message; }
};

template <class T>
class sequence {
 public:
  explicit sequence(std::span<const std::uint8_t> bytes) : bytes_(bytes) {
    static constexpr std::size_t capacities[] = {0, 1, 2, 3, 40};
    const std::size_t kind = next() % 7;
    once_ = kind == 6;
    if (kind < 5) capacity_ = capacities[kind];
    if (once_) capacity_ = 1;
    auto [tx, rx] = once_       ? strait::oneshot<T>()
                    : capacity_ ? strait::bounded<T>(*capacity_)
                                : strait::unbounded<T>();
    senders_.push_back(std::move(tx));
    receivers_.push_back(std::move(rx));
  }

  /// Throws std::logic_error at the first result that is not right.
  void run() {
    while (!bytes_.empty()) one(next());
    ask();
  }

 private:
  using content = message_of<T>;

  std::uint8_t next() {
    if (bytes_.empty()) return 0;
    const std::uint8_t first = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return first;
  }

  static void expect(bool is_right, const char* what) {
    if (!is_right) throw std::logic_error(what);
  }

  bool is_full() const { return capacity_ && messages_.size() >= *capacity_; }

  void one(std::uint8_t what) {
    const std::uint8_t which = next();
    if (!senders_.empty()) {
      const strait::sender<T> tx = senders_[which % senders_.size()];
      if (what % 16 < 6) return send(what % 16, tx);
    }
    if (!receivers_.empty()) {
      const strait::receiver<T> rx = receivers_[which % receivers_.size()];
      if (what % 16 >= 6 && what % 16 < 11) return receive(what % 16, rx, which);
    }
    handles(what, which);
  }

  void send(int how, const strait::sender<T>& tx) {
    using std::chrono::nanoseconds;
    const int value = ++value_;
    std::optional<strait::send_errc> error;
    const auto note = [&](const auto& sent) {
      if (sent) return;
      error = sent.error().code;
      expect(content::value(sent.error().value) == value, "another message came back");
    };
    switch (how) {
      case 0:
        note(tx.try_send(content::make(value)));
        break;
      case 1:
        if (is_full() && !closed_) return;  // It would wait.
        note(tx.send(content::make(value)));
        break;
      case 2:
        note(tx.send_for(content::make(value), nanoseconds(1)));
        if (error == strait::send_errc::timeout) error = strait::send_errc::full;
        break;
      case 3:
        return force(tx, value);
      case 4:
        return send_what_throws(tx, value);
      default: {
        const auto sent = tx.try_send_with([&] { return content::make(value); });
        if (!sent) error = sent.error();
      }
    }
    expect(error == expected_error(), "another result of a send");
    if (!error) stored(value);
  }

  std::optional<strait::send_errc> expected_error() const {
    if (closed_) return strait::send_errc::disconnected;
    if (is_full()) return strait::send_errc::full;
    return std::nullopt;
  }

  void stored(int value) {
    messages_.push_back(value);
    closed_ = closed_ || once_;
  }

  void force(const strait::sender<T>& tx, int value) {
    auto sent = tx.force_send(content::make(value));
    const bool displaces = !closed_ && is_full() && !messages_.empty();
    if (closed_ || (is_full() && !displaces)) {
      expect(!sent && sent.error().code == expected_error(), "another error of a forced send");
      return;
    }
    expect(sent.has_value() && sent->has_value() == displaces, "another result of a forced send");
    if (displaces) {
      expect(content::value(**sent) == messages_.front(), "not the oldest was displaced");
      messages_.pop_front();
    }
    stored(value);
  }

  void send_what_throws(const strait::sender<T>& tx, int) {
    bool threw = false;
    try {
      const auto sent = tx.try_send_with([]() -> T { throw 1; });
      expect(!sent && sent.error() == expected_error(), "another result of a send that throws");
    } catch (int) {
      threw = true;
    }
    expect(threw == !expected_error(), "it threw, or not, and should not have, or have");
  }

  void receive(int how, const strait::receiver<T>& rx, std::uint8_t which) {
    using std::chrono::nanoseconds;
    if (how == 9) return receive_all(rx);
    if (how == 10) return receive_many(rx, which % 4);
    auto received = std::expected<T, strait::recv_error>(std::unexpect, strait::recv_error::empty);
    if (how == 6) received = rx.try_recv();
    if (how == 7) {
      if (messages_.empty() && !closed_) return;  // It would wait.
      received = rx.recv();
    }
    if (how == 8) {
      received = rx.recv_for(nanoseconds(1));
      if (!received && received.error() == strait::recv_error::timeout) {
        received = std::unexpected(strait::recv_error::empty);
      }
    }
    if (messages_.empty()) {
      const auto error = closed_ ? strait::recv_error::disconnected : strait::recv_error::empty;
      expect(!received && received.error() == error, "another error of a receive");
      return;
    }
    expect(received && content::value(*received) == messages_.front(), "another message");
    messages_.pop_front();
  }

  void receive_all(const strait::receiver<T>& rx) {
    const std::vector<T> all = rx.drain();
    expect(all.size() == messages_.size(), "another number of messages");
    taken(all);
  }

  void receive_many(const strait::receiver<T>& rx, std::size_t most) {
    if (messages_.empty()) return;  // It would wait, or is over.
    std::vector<T> some;
    const auto count = rx.recv_many(some, most);
    expect(count == std::min(most, messages_.size()) && count == some.size(), "another count");
    taken(some);
  }

  void taken(const std::vector<T>& some) {
    for (const T& each : some) {
      expect(content::value(each) == messages_.front(), "another message in a batch");
      messages_.pop_front();
    }
  }

  void handles(std::uint8_t what, std::uint8_t which) {
    switch (what % 16) {
      case 11:
        if (!senders_.empty() && senders_.size() < 4) senders_.push_back(senders_.front());
        break;
      case 12:
        if (!receivers_.empty() && receivers_.size() < 4) receivers_.push_back(receivers_.front());
        break;
      case 13:
        if (which % 4 == 0) drop(senders_, false);
        break;
      case 14:
        if (which % 4 == 0) drop(receivers_, true);
        break;
      case 15:
        if (which % 8 == 0 && !senders_.empty()) {
          senders_.front().close();
          closed_ = true;
        }
        break;
      default:
        break;
    }
    ask();
  }

  template <class Handle>
  void drop(std::vector<Handle>& handles, bool discards) {
    if (handles.empty()) return;
    handles.pop_back();
    if (!handles.empty()) return;
    closed_ = true;
    if (discards) messages_.clear();
  }

  void ask() const {
    if (!receivers_.empty()) ask(receivers_.front());
    if (!senders_.empty()) ask(senders_.front());
  }
  template <class Handle>
  void ask(const Handle& handle) const {
    expect(handle.size() == messages_.size(), "another size");
    expect(handle.empty() == messages_.empty(), "empty, or not");
    expect(handle.full() == is_full(), "full, or not");
    expect(handle.sender_count() == senders_.size(), "another number of senders");
    expect(handle.receiver_count() == receivers_.size(), "another number of receivers");
  }

  std::span<const std::uint8_t> bytes_;
  std::optional<std::size_t> capacity_;  ///< None: unbounded.
  bool once_ = false;
  std::vector<strait::sender<T>> senders_;
  std::vector<strait::receiver<T>> receivers_;
  std::deque<int> messages_;
  bool closed_ = false;
  int value_ = 0;
};

/// As many of them as `bytes` last for, with each form of message.
inline void run_sequence(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return;
  const auto rest = bytes.subspan(1);
  switch (bytes.front() % 3) {
    case 0:
      return sequence<int>(rest).run();
    case 1:
      return sequence<std::string>(rest).run();
    default:
      return sequence<std::unique_ptr<int>>(rest).run();
  }
}

}  // namespace test
