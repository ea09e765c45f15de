// Deadlocks that are found natively, and programs that only look like one (trace.hpp).
//
// The main thread watches. Threads that block for ever by design stay until the program ends, so a
// report may name those of other cases, too: each test looks for its own.
#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
/// Threads that never use a channel, such as the tests' watchdog: to be called first while no other
/// thread is about to.
std::size_t unrelated() {
  static const std::size_t count = [] {
    const strait::trace::live_change change;
    const auto is_known = [](const strait::trace::live_thread& each) { return each.used != 0; };
    return strait::trace::thread_count() -
           static_cast<std::size_t>(std::ranges::count_if(strait::trace::live.threads, is_known));
  }();
  return count;
}

std::string report() { return strait::report_deadlock(unrelated()); }

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void swap_gifts(const char* name, strait::sender<int> give, strait::receiver<int> take) {
  strait::name_thread(name);
  if (!give.send(1)) return;
  static_cast<void>(take.recv());
}

}  // namespace

TEST_CASE("two that both give before they take are reported, with the ring and the cure") {
  static_cast<void>(unrelated());
  auto [to_ann, for_ann] = strait::bounded<int>(0);
  auto [to_bob, for_bob] = strait::bounded<int>(0);
  to_ann.set_name("to Ann");
  to_bob.set_name("to Bob");
  std::thread ann(swap_gifts, "Ann", std::move(to_bob), std::move(for_ann));
  std::thread bob(swap_gifts, "Bob", std::move(to_ann), std::move(for_bob));
  while (!has(report(), "Ann")) std::this_thread::sleep_for(1ms);
  const std::string text = report();
  INFO(text);
  CHECK(has(text, "Ann waits to send 1 to \"to Bob\" at deadlock.test.cpp:"));
  CHECK(has(text, "waits for Bob"));

  ann.detach();
  bob.detach();
}

TEST_CASE("a loop over a receiver whose only sender lives in the same thread is reported") {
  static_cast<void>(unrelated());
  std::thread([] {
    strait::name_thread("forgetful");
    auto [tx, rx] = strait::unbounded<int>();
    static_cast<void>(tx.send(1));
    for ([[maybe_unused]] const int message : rx) {
    }
  }).detach();
  while (!has(report(), "forgetful")) std::this_thread::sleep_for(1ms);
  CHECK(has(report(), "forgetful waits to receive from the channel of line "));
}

TEST_CASE("threads that others can still wake are not reported") {
  static_cast<void>(unrelated());
  auto [tx, rx] = strait::bounded<int>(1);
  const auto is_quiet = [&](const std::function<void()>& wait, const std::function<void()>& end) {
    std::atomic<bool> has_ended = false;
    std::thread waits([&] {
      strait::name_thread("patient");
      wait();
      has_ended = true;
    });
    bool quiet = true;
    for (int look = 0; look < 30; ++look) {
      std::this_thread::sleep_for(1ms);
      const std::string text = report();
      if (has(text, "patient")) {
        UNSCOPED_INFO(text);
        quiet = false;
      }
    }
    end();
    waits.join();
    return quiet;
  };
  SECTION("main has the sender and runs") {
    CHECK(is_quiet([&] { static_cast<void>(rx.recv()); }, [&] { static_cast<void>(tx.send(1)); }));
  }
  SECTION("main has a copy in a container") {
    std::vector<strait::sender<int>> copies{std::move(tx)};
    CHECK(is_quiet([&] { static_cast<void>(rx.recv()); }, [&] { copies.clear(); }));
  }
  SECTION("a timer will fire") {
    CHECK(is_quiet([] { static_cast<void>(strait::after(60ms).recv()); }, [] {}));
    CHECK(is_quiet(
        [&] { strait::select(strait::on_recv(rx), strait::on_recv(strait::after(60ms))); }, [] {}));
    CHECK(is_quiet([&] { static_cast<void>(rx.recv_for(60ms)); }, [] {}));
  }
  SECTION("a stop may come") {
    std::stop_source stop;
    CHECK(is_quiet([&] { static_cast<void>(rx.recv(stop.get_token())); },
                   [&] { stop.request_stop(); }));
    std::stop_source other;
    CHECK(is_quiet(
        [&] { strait::select(strait::on_recv(rx), strait::on_stop(other.get_token())); },
        [&] { other.request_stop(); }));
  }
  SECTION("a weak sender may become one") {
    const strait::weak_sender<int> weak(tx);
    CHECK(is_quiet([&] { static_cast<void>(rx.recv()); },
                   [&] { static_cast<void>(weak.lock()->send(1)); }));
  }
  SECTION("a thread that has not used its sender yet") {
    std::atomic<bool> goes = false;
    std::thread late([&goes, tx = std::move(tx)] {
      while (!goes) std::this_thread::sleep_for(1ms);
      static_cast<void>(tx.send(1));
    });
    CHECK(is_quiet([&] { static_cast<void>(rx.recv()); }, [&] { goes = true; }));
    late.join();
  }
  SECTION("its sender is in a message that nobody has received yet") {
    auto [boxes, box] = strait::bounded<strait::sender<int>>(1);
    REQUIRE(boxes.send(std::move(tx)));
    CHECK(is_quiet([&] { static_cast<void>(rx.recv()); }, [&] { static_cast<void>(box.recv()); }));
  }
}
