// What the library's own tracer records (trace.hpp). A program of its own, built with STRAIT_TRACE.
// That a file of it can be decoded: tests/wasm/trace-recorded.test.ts.
#include <array>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstring>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace test {

enum class colour { red = 3 };

struct point {
  int x, y;
};
struct with_text {};
inline std::string_view to_string(with_text) { return "a text of its own"; }
struct with_throwing_text {};
inline std::string to_string(with_throwing_text) { throw std::runtime_error("no text"); }

}  // namespace test

namespace {

using namespace std::chrono_literals;
using strait::trace::record_kind;

struct event {
  strait::trace::record head;
  std::string text;
};

/// What all_records() gives, taken apart: events in order.
std::map<std::uint64_t, event> recorded() {
  const std::string bytes = strait::trace::all_records();
  std::map<std::uint64_t, event> events;
  for (std::size_t at = 0; at < bytes.size();) {
    event found;
    std::memcpy(&found.head, bytes.data() + at, sizeof found.head);
    at += sizeof found.head;
    found.text = bytes.substr(at, found.head.text_bytes);
    at += strait::trace::padded(found.head.text_bytes);
    if (found.head.sequence != 0) events[found.head.sequence] = std::move(found);
  }
  return events;
}

std::uint64_t last_sequence() { return strait::trace::shared.last_sequence.load(); }

/// The events from then on, of one kind.
std::vector<event> since(std::uint64_t sequence, record_kind kind) {
  std::vector<event> found;
  for (auto& [number, each] : recorded()) {
    if (number > sequence && each.head.kind == kind) found.push_back(std::move(each));
  }
  return found;
}

template <class T>
std::string as_text(const T& value) {
  strait::trace::event_text text;
  strait::trace::describe(text, value);
  return std::string(text.view());
}

}  // namespace

TEST_CASE("every message that was sent has been received once, with its value and line") {
  const std::uint64_t before = last_sequence();
  auto [tx, rx] = strait::bounded<int>(2);
  const auto line = static_cast<std::uint32_t>(__LINE__ + 3);
  std::thread producer([tx = std::move(tx)] {
    for (int message = 0; message < 500; ++message) {
      if (!tx.send(message)) return;
    }
  });
  for ([[maybe_unused]] const int message : rx) {
  }
  producer.join();
  const auto sent = since(before, record_kind::sent);
  const auto received = since(before, record_kind::received);
  REQUIRE(sent.size() == 500);
  REQUIRE(received.size() == 500);
  for (std::size_t at = 0; at < sent.size(); ++at) {
    CHECK(sent[at].head.message == received[at].head.message);
    CHECK(sent[at].head.sequence < received[at].head.sequence);
    CHECK(sent[at].text == std::to_string(at));
    CHECK(received[at].text == std::to_string(at));
    CHECK(sent[at].head.number <= 2);
    CHECK(sent[at].head.thread != received[at].head.thread);
    CHECK(strait::trace::places[sent[at].head.place].line == line);
  }
}

TEST_CASE("a rendezvous is sent by its sender and received by its receiver, whoever completes it") {
  const std::uint64_t before = last_sequence();
  auto [tx, rx] = strait::bounded<std::string>(0);
  std::uint32_t sender = 0;
  std::thread producer([&sender, tx = std::move(tx)] {
    sender = strait::trace::known_self().number;
    for (const char* word : {"a", "b", "c", "d"}) {
      if (!tx.send(word)) return;
    }
  });
  std::this_thread::sleep_for(20ms);
  for ([[maybe_unused]] const auto& message : rx) std::this_thread::sleep_for(1ms);
  producer.join();
  for (const event& each : since(before, record_kind::sent)) CHECK(each.head.thread == sender);
  for (const event& each : since(before, record_kind::received)) {
    CHECK(each.head.thread == strait::trace::known_self().number);
    CHECK(each.head.number == 0);
  }
}

TEST_CASE("a ring keeps the newest records; a gap in the numbers shows the loss") {
  auto [tx, rx] = strait::bounded<int>(1);
  const std::uint64_t before = last_sequence();
  for (int round = 0; round < 5000; ++round) {
    REQUIRE(tx.try_send(round));
    REQUIRE(rx.try_recv() == round);
  }
  const auto events = recorded();
  CHECK(last_sequence() - before >= 5000 * 4);  // Threads of other cases may add a last word.
  CHECK(events.rbegin()->first == last_sequence());
  CHECK(events.upper_bound(before + 19'000)->first == before + 19'001);
  CHECK(events.upper_bound(before)->first > before + 10000);
}

TEST_CASE("a flood of messages does not push out what channels and threads are") {
  const std::uint64_t before = last_sequence();
  auto [tx, rx] = strait::bounded<int>(1);
  tx.set_name("flooded");
  for (int round = 0; round < 5000; ++round) {
    REQUIRE(tx.try_send(round));
    REQUIRE(rx.try_recv() == round);
  }
  CHECK(since(before, record_kind::channel_made).size() == 1);
  const auto named = since(before, record_kind::channel_named);
  REQUIRE(named.size() == 1);
  CHECK(named[0].text == "flooded");
}

TEST_CASE("the full ring of a thread at rest keeps all but one of its slots") {
  auto [tx, rx] = strait::bounded<int>(1);
  for (int round = 0; round < 1000; ++round) {
    REQUIRE(tx.try_send(round));
    REQUIRE(rx.try_recv() == round);
  }
  const std::uint32_t me = strait::trace::known_self().number;
  std::uint64_t kept = 0;
  for (const auto& [number, each] : recorded()) {
    if (each.head.thread == me) ++kept;
  }
  CHECK(kept >= strait::trace::ring::kept);
}

TEST_CASE("times of a thread never decrease; a message made slowly is sent when it is made") {
  const std::uint64_t before = last_sequence();
  auto [tx, rx] = strait::bounded<int>(1);
  REQUIRE(tx.send_with([] {
    std::this_thread::sleep_for(20ms);
    return 1;
  }));
  REQUIRE(rx.recv() == 1);
  const auto begun = since(before, record_kind::send_begun);
  const auto sent = since(before, record_kind::sent);
  REQUIRE(begun.size() == 1);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].head.time - begun[0].head.time >= 20'000'000);
  std::uint64_t time = 0;
  for (const auto& [number, each] : recorded()) {
    if (number <= before) continue;
    CHECK(each.head.time >= time);
    time = each.head.time;
  }
}

TEST_CASE("rings are used again by later threads") {
  const auto count = [] { return strait::trace::shared.ring_count.load(); };
  const auto use = [] { static_cast<void>(strait::bounded<int>(1).tx.try_send(1)); };
  std::thread(use).join();
  const std::uint32_t before = count();
  for (int round = 0; round < 50; ++round) std::thread(use).join();
  CHECK(count() == before);
}

TEST_CASE("records are whole while threads go on writing") {
  const std::uint64_t before = last_sequence();
  auto [tx, rx] = strait::unbounded<std::string>();
  std::atomic<bool> ends = false;
  std::thread writer([&, tx = tx] {
    for (int round = 0; !ends; ++round) {
      static_cast<void>(tx.try_send(std::string(static_cast<std::size_t>(round % 60), 'x')));
      static_cast<void>(rx.try_recv());
    }
  });
  int broken = 0;
  for (int round = 0; round < 20; ++round) {
    for (const auto& [number, each] : recorded()) {
      if (number <= before || each.head.kind != record_kind::sent) continue;
      const bool is_whole = each.text.size() >= 2 && each.text.front() == '"' &&
                            each.text.find_first_not_of("x", 1) == each.text.size() - 1;
      if (!is_whole) ++broken;
    }
  }
  ends = true;
  writer.join();
  CHECK(broken == 0);
}

TEST_CASE("values are shown as a reader would write them") {
  CHECK(as_text(true) == "true");
  CHECK(as_text('a') == "'a'");
  CHECK(as_text('\'') == "'\\''");
  CHECK(as_text(-7) == "-7");
  CHECK(as_text(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(as_text(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
  CHECK(as_text(1.5) == "1.5");
  CHECK(as_text(std::string("naïve\n\"x\"\x01")) == "\"naïve\\n\\\"x\\\"\\x01\"");
  CHECK(as_text(std::string_view()) == "\"\"");
  CHECK(as_text(static_cast<const char*>("hi")) == "\"hi\"");
  CHECK(as_text(static_cast<const char*>(nullptr)) == "nullptr");
  CHECK(as_text(static_cast<int*>(nullptr)) == "nullptr");
  CHECK(as_text(std::make_unique<int>(1)).starts_with("0x"));
  CHECK(as_text(test::colour::red) == "3");
  CHECK(as_text(20ms) == "20 ms");
  CHECK(as_text(-1500us) == "-1.5 ms");
  CHECK(as_text(std::chrono::duration<double>(0.9999)) == "999.9 ms");
  CHECK(as_text(std::chrono::hours(1000)) == "3.6e+06 s");
  CHECK(as_text(0s) == "0 s");
  const auto begun = std::chrono::nanoseconds(strait::trace::shared.start.load());
  CHECK(as_text(std::chrono::steady_clock::time_point(begun + 20ms)) == "20 ms");
  CHECK(as_text(std::optional<int>()) == "none");
  CHECK(as_text(std::optional(7)) == "7");
  CHECK(as_text(std::pair(1, std::string("b"))) == "(1, \"b\")");
  CHECK(as_text(std::tuple()) == "()");
  CHECK(as_text(std::array{1, 2}) == "(1, 2)");
  CHECK(as_text(std::vector{1, 2, 3}) == "{1, 2, 3}");
  CHECK(as_text(std::vector<int>(9, 1)) == "{1, 1, 1, 1, 1, 1, 1, 1, …");
  CHECK(as_text(std::vector{true, false}) == "{true, false}");
  CHECK(as_text(std::map<int, std::string>{{1, "a"}}) == "{(1, \"a\")}");
  CHECK(as_text(test::with_text()) == "a text of its own");
  CHECK(as_text(test::point{1, 2}) == "test::point");
  CHECK(as_text(test::with_throwing_text()) == "test::with_throwing_text");
  CHECK(as_text(strait::bounded<int>(1).rx).starts_with("channel "));
}

TEST_CASE("long and hostile texts are cut between characters, and marked") {
  const std::string many = as_text(std::string(1000, 'a'));
  CHECK(many == '"' + std::string(64, 'a') + "…");
  std::string wide;
  while (wide.size() < 200) wide += "é";
  CHECK(as_text(wide) == '"' + wide.substr(0, 64) + "…");
  CHECK(as_text(std::string(1000, '\x01')).size() <= strait::trace::text_limit);
  for (int round = 0; round < 256; ++round) {
    const std::string text = as_text(std::string(100, static_cast<char>(round)));
    CHECK(text.size() <= strait::trace::text_limit);
  }
  strait::name_thread(std::string(1000, 'n'));
  auto [tx, rx] = strait::bounded<int>(1);
  tx.set_name(std::string(100'000, '\xFF'));
  CHECK(rx.name().size() == 100'000);
  strait::name_thread("main");
}

TEST_CASE("a select tells its cases and the one that was chosen") {
  const std::uint64_t before = last_sequence();
  auto [tx, rx] = strait::bounded<int>(1);
  auto [other_tx, other_rx] = strait::bounded<int>(1);
  REQUIRE(other_tx.send(1));
  strait::select(strait::on_recv(rx), strait::on_recv(other_rx));
  strait::select(strait::on_recv(rx), strait::on_recv(other_rx), strait::on_default());
  CHECK(since(before, record_kind::select_case).size() == 4);
  const auto chosen = since(before, record_kind::select_chose);
  REQUIRE(chosen.size() == 2);
  CHECK(chosen[0].head.number == 1);
  CHECK(chosen[1].head.number == -1);
}

TEST_CASE("nothing is recorded while recording is off") {
  const std::uint64_t before = last_sequence();
  strait::record_trace(false);
  auto [tx, rx] = strait::bounded<int>(1);
  REQUIRE(tx.send(1));
  REQUIRE(rx.recv() == 1);
  strait::record_trace(true);
  CHECK(last_sequence() == before);
}
