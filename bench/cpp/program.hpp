// program.hpp — the program of a system: what it can run, and the protocol that all programs of the
// benchmark keep, in whatever language.
//
//   program --list                           {"system":…,"version":…,"runs":["bounded0/spsc",…]}
//   program <channel> <pattern> <messages>   {"messages":…,"ns":…,"cpu_ns":…} or …"latency_ns":{…},
//                                            or …"bytes":…
//   program --check <messages>               does every run once, with so many messages
//
// Each prints one line of JSON. A run that receives something else than what was sent fails.
// In WebAssembly the words come from the standard input, and no processor time is told (host.hpp).
//
// A system is a class with
//   name, version()       what it is called
//   supports(room)        whether it has channels of this capacity (none: unbounded)
//   channel<T>(room)      send(T), T receive(); both may be called by several threads
// and, where it has such a thing,
//   send_batch(vector<T>&), receive_batch(vector<T>&, most)   members of channel
//   receive_any(array<channel<T>, 4>&), send_any(…, T)        select
//   selector<T>(deque<channel<T>>&)                           T receive(), again and again
//   once<T>                                                   a channel for one message
#pragma once

#include <chrono>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "host.hpp"
#include "patterns.hpp"
#include "probes.hpp"

namespace bench {

// What a run prints, without its braces.
using line = std::string;

struct run {
  std::string channel;
  std::string pattern;
  std::function<line(std::uint64_t)> work;
};

// A number as it is written in JSON.
inline std::string number(double value) { return std::to_string(value); }
inline std::string number(std::uint64_t value) { return std::to_string(value); }

// Time of the clock and of all processors from here on.
template <class F>
line timed(F work) {
  const std::optional<double> processor = processor_nanoseconds();
  const std::uint64_t start = nanoseconds();
  const tally done = work();
  const std::uint64_t ns = nanoseconds() - start;
  if (done.sum != done.expected) throw std::runtime_error("messages were lost, or came twice");
  const line times = "\"messages\":" + number(done.messages) + ",\"ns\":" + number(ns);
  if (!processor) return times;
  return times + ",\"cpu_ns\":" + number(*processor_nanoseconds() - *processor);
}

inline line told(const delays& late) {
  return "\"latency_ns\":{\"p50\":" + number(late.p50) + ",\"p99\":" + number(late.p99) +
         ",\"p99_9\":" + number(late.p99_9) + ",\"max\":" + number(late.most) + "}";
}

inline line told(double bytes) { return "\"bytes\":" + number(bytes); }

// A kind of channel. "bounded" has room for all messages of its run.
struct kind {
  std::string name;
  std::function<capacity(std::uint64_t)> room;
};

inline const kind bounded0{"bounded0", [](std::uint64_t) { return capacity(0); }};
inline const kind bounded1{"bounded1", [](std::uint64_t) { return capacity(1); }};
inline const kind bounded1024{"bounded1024", [](std::uint64_t) { return capacity(1024); }};
inline const kind bounded{"bounded", [](std::uint64_t messages) { return capacity(messages); }};
inline const kind unbounded{"unbounded", [](std::uint64_t) { return capacity(); }};

// Everything that a system can run.
template <class System>
class catalogue {
 public:
  catalogue() {
    for (const kind& each : {bounded0, bounded1, bounded, unbounded}) add_matrix(each);
    for (const kind& each : {bounded1024, unbounded}) {
      add_messages<block<64>>(each, "64b");
      add_messages<block<4096>>(each, "4kib");
      add_messages<std::string>(each, "string");
      add_messages<pointer>(each, "pointer");
      add_batches(each);
    }
    add_life();
    add_selectors();
    add_probes();
  }

  [[nodiscard]] const std::vector<run>& runs() const { return runs_; }

 private:
  template <class T>
  using channel = typename System::template channel<T>;

  // `work(room, messages)` gives a line; runs of channels that the system lacks are left out.
  template <class F>
  void add(const kind& of, std::string pattern, F work) {
    if (!System::supports(of.room(1024))) return;
    runs_.push_back({of.name, std::move(pattern), [room = of.room, work](std::uint64_t messages) {
                       return work(room(messages), messages);
                     }});
  }

  template <class T = word>
  void add_many(const kind& of, std::string pattern, std::size_t senders, std::size_t receivers) {
    add(of, std::move(pattern), [=](capacity room, std::uint64_t messages) {
      return timed([=] { return many_to_many<System, T>(room, messages, senders, receivers); });
    });
  }

  void add_matrix(const kind& of) {
    if (of.room(1024).value_or(1024) >= 1024) {
      add(of, "seq", [](capacity room, std::uint64_t messages) {
        return timed([=] { return sequential<System, word>(room, messages); });
      });
    }
    add_many(of, "spsc", 1, 1);
    add_many(of, "mpsc", 4, 1);
    add_many(of, "mpmc", 4, 4);
    add_select(of);
    add_many(of, "1x8", 1, 8);
    add_many(of, "8x8", 8, 8);
    add_many(of, "16x16", 16, 16);
  }

  void add_select(const kind& of) {
    using four_channels = std::array<channel<word>, select_width>;
    if constexpr (requires(four_channels& all) { System::receive_any(all); }) {
      add(of, "select_rx", [](capacity room, std::uint64_t messages) {
        return timed([=] { return select_receive<System, word>(room, messages); });
      });
    }
    if constexpr (requires(four_channels& all) { System::send_any(all, word()); }) {
      add(of, "select_both", [](capacity room, std::uint64_t messages) {
        return timed([=] { return select_both<System, word>(room, messages); });
      });
    }
  }

  template <class T>
  void add_messages(const kind& of, const std::string& name) {
    add_many<T>(of, "spsc-" + name, 1, 1);
    add_many<T>(of, "mpmc-" + name, 4, 4);
  }

  void add_batches(const kind& of) {
    if constexpr (requires(channel<word>& it, std::vector<word>& some) { it.send_batch(some); }) {
      add(of, "batch", [](capacity room, std::uint64_t messages) {
        return timed([=] { return batches<System, word>(room, messages); });
      });
    }
  }

  void add_life() {
    for (const kind& each : {bounded0, bounded1, bounded1024, unbounded}) {
      add(each, "create", [](capacity room, std::uint64_t channels) {
        return timed([=] { return create<System, word>(room, channels); });
      });
    }
    if constexpr (requires { typename System::template once<word>; }) {
      add({"oneshot", unbounded.room}, "use_once", [](capacity, std::uint64_t messages) {
        return timed([=] { return use_once<System, word>(messages); });
      });
    }
  }

  void add_selectors() {
    if constexpr (requires { typename System::template selector<word>; }) {
      for (const std::size_t width : {4U, 100U, 1000U, 10'000U}) {
        add(bounded1, "selector-" + std::to_string(width),
            [=](capacity room, std::uint64_t messages) {
              return timed([=] { return selector<System, word>(room, messages, width); });
            });
      }
    }
  }

  void add_probes() {
    for (const kind& each : {bounded1, bounded1024, unbounded}) {
      add(each, "paced", [](capacity room, std::uint64_t messages) {
        return told(paced<System>(room, messages));
      });
    }
    if (resident() == 0) return;
    for (const kind& each : {bounded1, bounded1024, unbounded}) {
      add(each, "memory-idle", [](capacity room, std::uint64_t channels) {
        return told(idle_bytes<System>(room, channels));
      });
    }
    for (const bool received : {false, true}) {
      add(unbounded, received ? "memory-after" : "memory-queued",
          [=](capacity, std::uint64_t messages) {
            return told(queued_bytes<System>(messages, received));
          });
    }
  }

  std::vector<run> runs_;
};

template <class System>
void list(const std::vector<run>& runs) {
  std::cout << R"({"system":")" << System::name << R"(","version":")" << System::version()
            << R"(","runs":[)";
  const char* comma = "";
  for (const run& each : runs) {
    std::cout << comma << '"' << each.channel << '/' << each.pattern << '"';
    comma = ",";
  }
  std::cout << "]}\n";
}

inline std::uint64_t count_of(const std::string& text) {
  if (text.empty() || text.size() > 12 || text.find_first_not_of("0123456789") != text.npos) {
    throw std::invalid_argument("'" + text + "' is no number of messages");
  }
  return std::stoull(text);
}

// Not a measurement: that every run moves its messages.
inline void check(const std::vector<run>& runs, std::uint64_t messages) {
  for (const run& each : runs) {
    try {
      static_cast<void>(each.work(messages));
    } catch (const std::exception& error) {
      throw std::runtime_error(each.channel + "/" + each.pattern + ": " + error.what());
    }
  }
  std::cout << R"({"checked":)" << runs.size() << R"(,"messages":)" << messages << "}\n";
}

template <class System>
void obey(const std::vector<std::string>& words) {
  const catalogue<System> all;
  if (words.size() == 1 && words[0] == "--list") return list<System>(all.runs());
  if (words.size() == 2 && words[0] == "--check") return check(all.runs(), count_of(words[1]));
  if (words.size() == 3) {
    for (const run& each : all.runs()) {
      if (each.channel != words[0] || each.pattern != words[1]) continue;
      const std::uint64_t messages = count_of(words[2]);
      warm_up([&] { static_cast<void>(each.work(messages / 10)); });
      std::cout << '{' << each.work(messages) << "}\n";
      return;
    }
    throw std::invalid_argument("there is no run " + words[0] + "/" + words[1]);
  }
  throw std::invalid_argument("use --list, --check <messages> or <channel> <pattern> <messages>");
}

template <class System>
int program(int count, char** words) {
  try {
    obey<System>(arguments(count, words));
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::cerr << System::name << ": " << error.what() << '\n';
    return EXIT_FAILURE;
  }
}

}  // namespace bench
