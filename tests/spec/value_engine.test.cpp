// An engine of somebody else, which stores its messages in slots of their own type: what goes at
// once needs neither a box nor a virtual call; what waits, and a select, works all the same.
#include <catch2/catch_test_macros.hpp>
#include <deque>
#include <mutex>
#include <optional>
#include <strait/strait.hpp>
#include <thread>
#include <utility>

namespace {

struct word {
  int value = 0;
};

class slot_channel;

}  // namespace

STRAIT_BEGIN
namespace detail {

template <>
struct value_engine<word> {
  using type = slot_channel;
};

}  // namespace detail
STRAIT_END

namespace {

using namespace strait::detail;

/// Stores any number of words. Counts how often it was called the type-erased way.
class slot_channel final : public flavor {
 public:
  slot_channel() noexcept : flavor(channel_kind::unbounded, 1, 1, 2, storage::values) {}

  typed_result try_send(word& message) {
    wake_list wakes;
    const std::lock_guard guard(lock_);
    if (closed_ || receivers_.any_open()) return typed_result::erased;
    slots_.push_back(message);
    return typed_result::done;
  }
  typed_result try_receive(std::optional<word>& message) {
    const std::lock_guard guard(lock_);
    if (slots_.empty()) return typed_result::erased;
    message = slots_.front();
    slots_.pop_front();
    return typed_result::done;
  }

  void lock() noexcept override { lock_.lock(); }
  void unlock() noexcept override { lock_.unlock(); }
  attempt_result attempt(operation& op, wake_list& wakes) override {
    ++attempts;
    if (op.direction == direction::send) return attempt_send(op, wakes);
    if (!slots_.empty()) {
      op.box() = make_box<word>([&] { return slots_.front(); });
      slots_.pop_front();
      return op.settle(operation_state::done);
    }
    if (closed_) return op.settle(operation_state::disconnected);
    return attempt_result::would_wait;
  }
  void enlist(operation& op, wake_list&) noexcept override { receivers_.push_back(op); }
  void withdraw(operation& op) noexcept override {
    if (op.listed.read()) receivers_.remove(op);
  }
  time_point due() const noexcept override { return time_point::max(); }

  void close() noexcept override {
    wake_list wakes;
    const std::lock_guard guard(lock_);
    closed_ = true;
    while (operation* each = receivers_.claim_first()) {
      wakes.add(*each, operation_state::disconnected);
    }
  }
  void discard() noexcept override { close(); }
  void publish(box_ptr) noexcept override {}
  void abandon() noexcept override {}
  void requeue(box_list&) noexcept override {}
  box_list take_stored(std::size_t) override { return {}; }
  std::size_t size() noexcept override {
    const std::lock_guard guard(lock_);
    return slots_.size();
  }
  bool full() noexcept override { return false; }
  bool disconnected() noexcept override {
    const std::lock_guard guard(lock_);
    return closed_;
  }
  std::optional<std::size_t> capacity() const noexcept override { return std::nullopt; }

  int attempts = 0;

 private:
  attempt_result attempt_send(operation& op, wake_list& wakes) {
    if (closed_) return op.settle(operation_state::disconnected);
    if (operation* receiver = receivers_.claim_first()) {
      receiver->box() = std::move(op.box());
      wakes.add(*receiver, operation_state::done);
    } else {
      slots_.push_back(value_of<word>(*op.box()));
      op.box() = nullptr;
    }
    return op.settle(operation_state::done);
  }

  short_lock lock_;
  std::deque<word> slots_;
  bool closed_ = false;
  wait_queue receivers_;
};

struct made {
  slot_channel* engine = new slot_channel;
  strait::channel<word> ends = ends_of<word>(engine);
};

}  // namespace

TEST_CASE("an engine that stores values is reached without the type-erased way") {
  const made slots;
  for (int i = 0; i < 3; ++i) REQUIRE(slots.ends.tx.send(word{i}));
  CHECK(slots.ends.rx.size() == 3);
  for (int i = 0; i < 3; ++i) CHECK(slots.ends.rx.recv()->value == i);
  CHECK(slots.engine->attempts == 0);
}

TEST_CASE("an engine that stores values waits, ends and is selected on the type-erased way") {
  const made slots;
  const auto& [tx, rx] = slots.ends;
  std::thread sender([&] { static_cast<void>(tx.send(word{7})); });
  CHECK(rx.recv()->value == 7);
  sender.join();

  REQUIRE(tx.send(word{8}));
  int got = 0;
  strait::select(strait::on_recv(rx, [&](auto message) { got = message->value; }));
  CHECK(got == 8);

  CHECK(rx.try_recv().error() == strait::recv_error::empty);
  tx.close();
  CHECK(tx.send(word{9}).error().value.value == 9);
  CHECK(rx.recv().error() == strait::recv_error::disconnected);
  CHECK(slots.engine->attempts > 0);
}
