// Deadlocks that are found natively, and programs that only look like one (trace.hpp).
//
// The main thread watches. Threads that block for ever by design stay until the program ends, so a
// report may name those of other cases, too: each test looks for its own.
#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <condition_variable>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/deadlocks.hpp"

namespace {

using namespace std::chrono_literals;
/// To be called first while only threads that never use a channel run.
std::size_t unrelated() {
  static const std::size_t count = test::count_unrelated_threads();
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

#ifdef __linux__
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
#else
TEST_CASE("nothing is reported where the system does not tell what threads do") {
  auto [to_ann, for_ann] = strait::bounded<int>(0);
  auto [to_bob, for_bob] = strait::bounded<int>(0);
  std::thread(swap_gifts, "Ann", std::move(to_bob), std::move(for_ann)).detach();
  std::thread(swap_gifts, "Bob", std::move(to_ann), std::move(for_bob)).detach();
  const auto waiting = [] {
    const strait::trace::live_change change;
    return std::ranges::count_if(strait::trace::live.threads, [](const auto& each) {
      return each.used != 0 && each.waits == strait::trace::wait_kind::send;
    });
  };
  while (waiting() < 2) std::this_thread::sleep_for(1ms);
  CHECK(report() == "");
}
#endif

#ifdef __GLIBC__
TEST_CASE("threads that wait for a lock or for an end are part of a deadlock") {
  if (!std::ifstream("/proc/self/syscall")) SKIP("the system does not tell what threads sleep in");
  static_cast<void>(unrelated());
  SECTION("a lock that is held while sending") {
    const auto log = std::make_shared<std::mutex>();
    auto [tx, rx] = strait::bounded<int>(0);
    std::thread([log, tx = std::move(tx)] {
      strait::name_thread("holder");
      const std::lock_guard guard(*log);
      static_cast<void>(tx.send(1));
    }).detach();
    std::thread([log, rx = std::move(rx)] {
      strait::name_thread("logger");
      const auto is_held = [&] { return !log->try_lock() || (log->unlock(), false); };
      while (!is_held()) std::this_thread::sleep_for(1ms);
      static_cast<void>(rx.empty());  // The receiver is its own.
      const std::lock_guard guard(*log);
      static_cast<void>(rx.recv());
    }).detach();
    while (!has(report(), "logger")) std::this_thread::sleep_for(1ms);
    const std::string text = report();
    INFO(text);
    CHECK(has(text, "logger waits for a lock that holder holds\n"));
    CHECK(has(text, "holder waits to send 1 to the channel of line "));
  }
  SECTION("a join before the end of what the other receives") {
    std::thread([] {
      strait::name_thread("joiner");
      auto [tx, rx] = strait::bounded<int>(1);
      std::thread reader(
          [](strait::receiver<int> from) {
            strait::name_thread("reader");
            while (from.recv()) {
            }
          },
          std::move(rx));
      static_cast<void>(tx.send(1));
      reader.join();
    }).detach();
    while (!has(report(), "joiner")) std::this_thread::sleep_for(1ms);
    const std::string text = report();
    INFO(text);
    CHECK(has(text, "joiner waits for reader to end\n"));
    CHECK(has(text, "reader waits to receive from the channel of line "));
  }
}
#endif

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
  SECTION("main has the lock") {
    std::mutex mutex;
    std::unique_lock held(mutex);
    CHECK(is_quiet(
        [&] {
          static_cast<void>(rx.try_recv());
          const std::lock_guard guard(mutex);
        },
        [&] { held.unlock(); }));
  }
  SECTION("a condition variable that main notifies, after an end and a message") {
    std::mutex mutex;
    std::condition_variable changed;
    bool is_over = false;
    CHECK(is_quiet(
        [&] {
          std::thread other([&, tx = std::move(tx)] {
            strait::name_thread("patient, too");
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return is_over; });
            static_cast<void>(tx.send(1));
          });
          static_cast<void>(rx.recv());
          other.join();
        },
        [&] {
          const std::lock_guard lock(mutex);
          is_over = true;
          changed.notify_all();
        }));
  }
  SECTION("a timer will fire") {
    CHECK(is_quiet([] { static_cast<void>(strait::after(60ms).recv()); }, [] {}));
    CHECK(is_quiet(
        [&] { strait::select(strait::on_recv(rx), strait::on_recv(strait::after(60ms))); }, [] {}));
    CHECK(is_quiet([&] { static_cast<void>(rx.recv_for(60ms)); }, [] {}));
  }
#ifdef __cpp_lib_jthread
  SECTION("a stop may come") {
    std::stop_source stop;
    CHECK(is_quiet([&] { static_cast<void>(rx.recv(stop.get_token())); },
                   [&] { stop.request_stop(); }));
    std::stop_source other;
    CHECK(is_quiet([&] { strait::select(strait::on_recv(rx), strait::on_stop(other.get_token())); },
                   [&] { other.request_stop(); }));
  }
#endif
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
