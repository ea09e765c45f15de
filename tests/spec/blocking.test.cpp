// Waiting costs nothing, and wakes no more threads than it must (rule 7).
// What is measured is processor time of this process and its switches, not the time that passes: a
// loaded machine changes neither.
#include <atomic>
#include <chrono>
#include <ctime>
#include <thread>
#include <utility>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"

#if defined(__linux__)
#include <sys/resource.h>
#endif

using namespace std::chrono_literals;

TEST_CASE("64 blocked threads are all woken in the end") {
  auto [tx, rx] = strait::bounded<int>(0);
  std::atomic<int> woken = 0;
  constexpr int threads = test::is_wasm ? 24 : 64;
  test::crew crew;
  for (int i = 0; i < threads; ++i) {
    crew.add([&woken, rx = rx] {
      if (rx.recv()) ++woken;
    });
  }
  for (int i = 0; i < threads; ++i) REQUIRE(tx.send(i));
  crew.join();
  CHECK(woken == threads);
}

TEST_CASE("one message wakes one receiver of many, the others go on waiting") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  std::atomic<int> received = 0, disconnected = 0;
  test::crew crew;
  for (int i = 0; i < 8; ++i) {
    crew.add([&, rx = rx] {
      if (rx.recv_for(1h))
        ++received;
      else
        ++disconnected;
    });
  }
  test::let_it_block(8);
  REQUIRE(tx.send(1));
  REQUIRE(tx.send(2));
  while (received < 2) std::this_thread::yield();
  test::let_it_block(6);
  CHECK(received + disconnected == 2);
  tx.close();
  crew.join();
  CHECK(received == 2);
  CHECK(disconnected == 6);
}

#if defined(__linux__)

namespace {

/// Processor time used by all threads of this process.
std::chrono::duration<double> processor_time() {
  timespec spent{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

/// How often this thread has gone to sleep by itself.
long times_slept() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_nvcsw;
}

}  // namespace

TEST_CASE("64 blocked threads use no processor time") {
  auto [tx, rx] = strait::unbounded<int>();
  auto [full_tx, full] = strait::bounded<int>(1);
  auto [meet_tx, meet] = strait::bounded<int>(0);
  REQUIRE(full_tx.send(0));
  test::crew crew;
  for (int i = 0; i < 64; ++i) {
    crew.add([&, i, empty_rx = rx, full_tx = full_tx, meet_tx = meet_tx] {
      switch (i % 6) {
        case 0:
          static_cast<void>(empty_rx.recv());
          break;
        case 1:
          static_cast<void>(full_tx.send(i));
          break;
        case 2:
          static_cast<void>(meet_tx.send_for(i, 1h));
          break;
        case 3:
          static_cast<void>(empty_rx.recv_for(1h));
          break;
        case 4:
          strait::select(strait::on_recv(empty_rx), strait::on_send(full_tx, i),
                         strait::on_recv(strait::after(1h)));
          break;
        default: {
          strait::selector<void> s;
          s.recv(empty_rx, [](auto) {}).send(full_tx, i, [](auto) {});
          s.wait_for(1h);
        }
      }
    });
  }
  std::this_thread::sleep_for(100ms);  // they start and block
  const auto before = processor_time();
  std::this_thread::sleep_for(400ms);
  const auto spent = processor_time() - before;
  tx.close();
  full_tx.close();
  meet_tx.close();
  crew.join();
  // Sixty-four threads that look once a millisecond come to more than a quarter.
  CHECK(spent / 400ms < 0.1);
}

TEST_CASE("a send does not wake the receivers that get nothing") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  constexpr int receivers = 8;
  constexpr int messages = 200;
  auto [tx, rx] = kind.make<int>();
  std::atomic<long> slept = 0;
  std::atomic<int> started = 0;
  test::crew crew;
  for (int i = 0; i < receivers; ++i) {
    crew.add([&, rx = rx] {
      ++started;
      const long before = times_slept();
      while (rx.recv()) {
      }
      slept += times_slept() - before;
    });
  }
  while (started < receivers) std::this_thread::yield();
  test::let_it_block(receivers);
  for (int i = 0; i < messages; ++i) {
    REQUIRE(tx.send(i));
    std::this_thread::sleep_for(100us);  // the receiver goes back to sleep
  }
  tx.close();
  crew.join();
  // One sleep for each message and one for each thread, with some for locks. Waking all of them
  // for each message would make it eight times as many.
  CHECK(slept <= 3 * messages + 4 * receivers);
}

#endif
