// recording_tracer.hpp — writes down what the library tells a tracer, as lines of text. A program
// built with it names it in STRAIT_TRACE_HEADER.
#pragma once

#include <concepts>
#include <map>
#include <mutex>
#include <strait/base/call_site.hpp>
#include <strait/base/silent_tracer.hpp>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace test {

class recording_tracer : public strait::silent_tracer {
 public:
  struct message_id {
    int number = 0;
  };

  static void made(const void* channel, channel_kind kind) {
    add(channel, std::string("made ") + std::string(to_string(kind)));
  }
  static void named(const void* channel, std::string_view name) {
    add(channel, "named " + std::string(name));
  }
  static void closed(const void* channel) { add(channel, "closed"); }
  static void side_gone(const void* channel, direction side) {
    add(channel, std::string(word(side)) + " side gone");
  }
  static void freed(const void* channel) { add(channel, "freed"); }

  template <class T>
  static void boxed(message_id& id, const T& value) {
    const std::lock_guard guard(lock);
    id.number = ++last_message;
    if constexpr (std::integral<T>) {
      const std::string text = std::to_string(id.number) + " = " + std::to_string(value);
      lines.push_back("boxed " + text + call());
    }
  }
  static void reserved(const void* channel) { add(channel, "reserved"); }
  static void abandoned(const void* channel) { add(channel, "abandoned"); }
  static void sent(const void* channel, const message_id& id) {
    add(channel, "sent " + std::to_string(id.number));
  }
  static void received(const void* channel, const message_id& id,
                       const operation_data&) {
    add(channel, "received " + std::to_string(id.number));
  }
  static void displaced(const void* channel, const message_id& id) {
    add(channel, "displaced " + std::to_string(id.number));
  }
  static void fired(const void* channel, const message_id&,
                    std::chrono::steady_clock::time_point) {
    add(channel, "fired");
  }

  static void begun(const void* channel, direction way, std::size_t count, operation_data&,
                    message_id*) {
    add(channel, std::string(word(way)) + " begun" +
                     (count > 1 ? " in a select of " + std::to_string(count) : ""));
  }
  static void blocked(const void* channel, direction way) {
    add(channel, std::string(word(way)) + " blocked");
  }
  static void resumed(const void* channel, direction way) {
    add(channel, std::string(word(way)) + " resumed");
  }
  static void chosen(const void* channel, direction way, const operation_data&) {
    add(channel, std::string(word(way)) + " chosen");
  }
  static void disconnected(const void* channel, direction way, const operation_data&) {
    add(channel, std::string(word(way)) + " disconnected");
  }
  static void gave_up(std::size_t, give_up_reason reason) {
    const std::lock_guard guard(lock);
    lines.push_back("gave up: " + std::string(word(reason)) + call());
  }

  /// Whether told() says after each line where it was told: in which line of the program.
  static void tell_calls(bool wanted) {
    const std::lock_guard guard(lock);
    tells_calls = wanted;
  }

  /// What was told since the last call. Channels are called by letters, in the order of their first
  /// appearance.
  static std::vector<std::string> told() {
    const std::lock_guard guard(lock);
    std::vector<std::string> all;
    all.swap(lines);
    letters.clear();
    last_message = 0;
    return all;
  }

 private:
  static const char* word(direction way) { return way == direction::send ? "send" : "receive"; }

  static const char* word(give_up_reason reason) {
    switch (reason) {
      case give_up_reason::time_up:
        return "time";
      case give_up_reason::stopped:
        return "stopped";
      case give_up_reason::would_block:
        return "would block";
    }
    return "?";
  }

  static void add(const void* channel, const std::string& what) {
    const std::lock_guard guard(lock);
    const auto letter = static_cast<char>(
        'a' + letters.try_emplace(channel, static_cast<int>(letters.size())).first->second);
    lines.push_back(std::string(1, letter) + ": " + what + call());
  }

  static std::string call() {
    const std::source_location where = strait::called_from();
    if (!tells_calls) return "";
    const std::string_view file = where.file_name();
    return " @" + std::string(file.substr(file.find_last_of("/\\") + 1)) + ":" +
           std::to_string(where.line());
  }

  static inline std::mutex lock;
  static inline bool tells_calls = false;
  static inline std::vector<std::string> lines;
  static inline std::map<const void*, int> letters;
  static inline int last_message = 0;
};

}  // namespace test

STRAIT_BEGIN
using tracer = test::recording_tracer;
STRAIT_END
