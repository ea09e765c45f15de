// deadlock.cpp — the library's analysis of deadlocks as a module of its own: its memory is not the
// program's, from which the runner copies the live tables (runtime/deadlock-watch.mjs).
#include <emscripten/emscripten.h>

#include <cstdio>
#include <string>

#include <strait/base/trace.hpp>
#include <strait/trace/deadlock_text.hpp>

namespace {

using namespace strait::trace;

std::string quoted(std::string_view text) {
  std::string json = "\"";
  for (const char each : text) {
    if (each == '"' || each == '\\') json += '\\';
    if (static_cast<unsigned char>(each) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", each);
      json += escape;
    } else {
      json += each;
    }
  }
  return json + '"';
}

std::string json_of(const deadlock_analysis& found, const live_thread& thread) {
  const auto waits = deadlock_analysis::waits_of(thread);
  const live_channel* channel =
      waits.size() == 1 ? found.channel_of(waits.front().channel) : nullptr;
  return "{\"thread\":" + std::to_string(thread.number) + ",\"name\":" + quoted(name_of(thread)) +
         ",\"waits\":" + quoted(to_string(thread.waits)) +
         ",\"what\":" + quoted(describe_wait(found, thread)) +
         ",\"channel\":" + std::to_string(channel == nullptr ? 0 : channel->id) +
         ",\"channelName\":" + quoted(channel == nullptr ? "" : channel->name.view()) +
         ",\"place\":" + std::to_string(thread.place) +
         ",\"since\":" + std::to_string(thread.since) +
         ",\"value\":" + quoted(thread.value.view()) + "}";
}

/// Of a lock's word; the others say whether it is awaited.
constexpr std::uint32_t system_number_bits = 0x3FFF'FFFF;

/// The number of that thread, plus 1; 0: there is none.
std::uint32_t thread_with(std::uint32_t system_number) {
  for (const live_thread& each : live.threads) {
    if (each.used != 0 && each.system_number == system_number) return each.number + 1;
  }
  return 0;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void* tables() { return &live; }
EMSCRIPTEN_KEEPALIVE std::size_t tables_bytes() { return sizeof live; }

/// A DeadlockReport as JSON, with a zero byte at its end; null: no deadlock. `now`: nanoseconds.
EMSCRIPTEN_KEEPALIVE const char* analyse(double now) {
  static std::string json;
  const deadlock_analysis found(live, 0);
  if (found.found() == verdict::none) return nullptr;
  json = std::string("{\"kind\":\"") + (found.found() == verdict::certain ? "certain" : "partial") +
         "\",\"threads\":[";
  bool is_first = true;
  found.for_each([&](std::uint32_t index) {
    json += (is_first ? "" : ",") + json_of(found, live.threads[index]);
    is_first = false;
  });
  json += "],\"cycle\":[";
  const wait_cycle ring(found);
  for (const std::uint32_t& each : ring.threads()) {
    json += (&each == ring.threads().data() ? "" : ",") + std::to_string(live.threads[each].number);
  }
  json += "],\"cure\":" + quoted(deadlock_cure(found, ring).text()) + ",\"text\":" +
          quoted(deadlock_text(found, ring, now > 0 ? static_cast<std::uint64_t>(now) : 0)) + "}";
  return json.c_str();
}

// For each thread: the address of the word on which it sleeps, 0 if it does not, and what is there;
// and the same of the word that names the owner of the lock for which it waits.
EMSCRIPTEN_KEEPALIVE std::uint32_t thread_limit() { return live_thread_limit; }
EMSCRIPTEN_KEEPALIVE std::uint32_t word_of(std::uint32_t index) {
  const live_thread& thread = live.threads[index % live_thread_limit];
  const bool sleeps = thread.used != 0 && thread.waits != wait_kind::none;
  return sleeps ? static_cast<std::uint32_t>(thread.word) : 0;
}
EMSCRIPTEN_KEEPALIVE void set_word(std::uint32_t index, std::uint32_t value) {
  live_thread& thread = live.threads[index % live_thread_limit];
  thread.is_waking = wakes_at(thread, value);
}
EMSCRIPTEN_KEEPALIVE std::uint32_t lock_of(std::uint32_t index) {
  const live_thread& thread = live.threads[index % live_thread_limit];
  const bool waits = thread.used != 0 && thread.waits == wait_kind::mutex;
  return waits ? static_cast<std::uint32_t>(thread.lock) : 0;
}
EMSCRIPTEN_KEEPALIVE void set_lock_owner(std::uint32_t index, std::uint32_t word) {
  live_thread& thread = live.threads[index % live_thread_limit];
  thread.lock_owner = thread.is_lock_of_system ? thread_with(word & system_number_bits) : word;
}
}
