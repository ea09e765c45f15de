// Channels in the destructors of thread-local variables (rule 8): these run when the thread has
// nearly ended, after or before whatever the library itself may keep for a thread.
#include <chrono>
#include <thread>
#include <utility>

#include "support/at_thread_end.hpp"
#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"

using namespace std::chrono_literals;

namespace {

/// Uses channels in every way when its thread ends.
struct farewell {
  strait::sender<int> tx;
  strait::receiver<int> rx;

  ~farewell() {
    if (!tx) return;
    if (!tx.send(1)) return;
    strait::select(strait::on_send(tx, 2), strait::on_timeout(1h));
    static_cast<void>(rx.recv_for(1ms));  // waits
    strait::selector<void> s;
    s.recv(rx, [](auto) {});
    s.wait_for(1ms);
    static_cast<void>(strait::after(1ms).recv());
    static_cast<void>(tx.send(3));
  }
};

void use_channels() {
  auto [tx, rx] = strait::bounded<int>(1);
  static_cast<void>(tx.send(1));
  static_cast<void>(rx.recv_for(1ms));
  static_cast<void>(rx.recv_for(1ms));
  strait::select(strait::on_recv(rx), strait::on_timeout(1ms));
}

}  // namespace

TEST_CASE("channels work in the destructor of a thread-local variable") {
  const bool library_first = GENERATE(true, false);
  CAPTURE(library_first);
  auto [tx, rx] = strait::unbounded<int>();
  auto [quiet_tx, quiet] = strait::unbounded<int>();
  std::thread thread([&, out = std::move(tx), &in = quiet]() mutable {
    if (library_first) use_channels();
    auto& last_act = test::destroyed_at_thread_end<farewell>();
    last_act.tx = std::move(out);
    last_act.rx = in;
    if (!library_first) use_channels();
  });
  CHECK(rx.recv() == 1);
  CHECK(rx.recv() == 2);
  CHECK(rx.recv() == 3);
  CHECK(rx.recv() == test::failed(strait::recv_error::disconnected));
  thread.join();
}

TEST_CASE("a thread that ends in a thread-local destructor meets one that waits") {
  auto [tx, rx] = strait::bounded<int>(0);
  auto [quiet_tx, quiet] = strait::unbounded<int>();
  std::thread thread([&in = quiet, out = std::move(tx)]() mutable {
    auto& last_act = test::destroyed_at_thread_end<farewell>();
    last_act.tx = std::move(out);
    last_act.rx = in;
  });
  int sum = 0;
  for (int message : rx) sum += message;
  CHECK(sum == 6);
  thread.join();
}
