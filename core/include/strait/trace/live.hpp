// live.hpp — what is true now: which threads there are and what they wait for, which channels, and
// who has their handles. What deadlock.hpp looks at.
//
// Plain tables without pointers among them: the runner of a playground copies them out of a
// program's memory and has them analysed elsewhere (wasm/trace).
//
// Invariants  I1 everything here is written under live_lock; live_version is odd meanwhile.
//             I2 an entry is in use if its `used` is not 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>

#include <strait/base/kind.hpp>
#include <strait/trace/table_lock.hpp>
#include <strait/trace/text.hpp>

STRAIT_BEGIN
namespace trace {

inline constexpr std::uint32_t live_thread_limit = 320;
inline constexpr std::uint32_t live_channel_limit = 1024;
inline constexpr std::uint32_t live_handle_limit = 4096;
inline constexpr std::uint32_t wait_limit = 32;
inline constexpr std::uint64_t unknown_time = ~std::uint64_t{0};

enum class wait_kind : std::uint8_t {
  none,
  send,
  receive,
  select,
  sleep,
  join,
  mutex,
  condition,
  future,
  atomic,
  other
};

constexpr std::string_view to_string(wait_kind kind) noexcept {
  constexpr std::string_view names[] = {"none",  "send",      "receive", "select", "sleep", "join",
                                        "mutex", "condition", "future",  "atomic", "other"};
  const auto index = static_cast<std::size_t>(kind);
  return index < std::size(names) ? names[index] : "other";
}

/// A part of memory; empty: [0, 0).
struct memory_range {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  constexpr bool contains(std::uint64_t address) const noexcept {
    return low <= address && address < high;
  }
};

struct live_place {
  text_of<32> file;
  std::uint32_t line = 0;
};

/// One of the operations that a thread waits for.
struct live_wait {
  std::uint32_t channel = 0;  ///< Its entry, plus 1; 0: unknown.
  std::uint32_t is_send = 0;
};

struct live_thread {
  std::uint32_t used = 0;
  std::uint32_t number = 0;
  std::uint32_t parent = 0;  ///< Its number plus 1; 0: unknown.
  wait_kind waits = wait_kind::none;
  bool is_endless = false;    ///< Time alone does not wake it.
  bool is_stoppable = false;  ///< A stop would.
  bool is_waking = false;     ///< It has been woken and has not noticed yet.
  bool is_lock_of_system =
      false;  ///< In `lock` stands the owner's `system_number`, not its number.
  std::uint32_t place = 0;
  std::uint32_t joins = 0;  ///< The number of the thread that it joins, plus 1.
  /// Of the thread that has the lock for which it waits, plus 1; 0: unknown. As `is_waking`, found
  /// when the tables are looked at, at the address in `lock`.
  std::uint32_t lock_owner = 0;
  std::uint32_t wait_count = 0;
  live_wait for_what[wait_limit] = {};
  std::uint64_t since = 0;  ///< Nanoseconds since the run began; unknown_time.
  memory_range stack;
  memory_range arguments;  ///< What it was started with.
  std::uint32_t system_number = 0;
  std::uint64_t handle = 0;  ///< What the system calls it: Linux's number, a runtime's pthread_t.
  std::uint64_t word = 0;    ///< The address that it sleeps on, while `expected` is there.
  std::uint32_t expected = 0;
  std::uint32_t bits = 0;  ///< Those that count.
  std::uint64_t lock = 0;
  live_place where;
  short_text name;
  event_text value;  ///< What it waits to send.
};

/// Whether it has been woken, if that is at its address now.
constexpr bool wakes_at(const live_thread& thread, std::uint32_t value) noexcept {
  return (value & thread.bits) != thread.expected;
}

struct live_channel {
  std::uint32_t used = 0;
  std::uint32_t id = 0;
  detail::channel_kind kind{};
  bool is_closed = false;
  bool is_untracked = false;  ///< Not all of its handles are known, or there are weak ones.
  bool has_carried = false;   ///< A message has been sent.
  std::uint32_t senders = 0;  ///< Handles that are known.
  std::uint32_t receivers = 0;
  std::int64_t capacity = 0;
  live_place made;
  short_text name;
  short_text type;
};

struct live_handle {
  std::uint32_t used = 0;
  std::uint32_t channel = 0;  ///< Its entry, plus 1.
  bool is_sender = false;
  std::uint8_t callers = 0;      ///< Of the operators: a bit for each that did not only copy it.
  std::uint32_t made_by = 0;     ///< Who has put it where it is.
  std::uint32_t made_after = 0;  ///< How many threads there had been.
  std::uint32_t operator_count = 0;  ///< Threads that have used it; only the first two are named.
  std::uint32_t operators[2] = {};
  std::uint64_t address = 0;
  std::uint32_t next_free = 0;
};

struct live_tables {
  std::uint32_t last_thread = 0;    ///< The number of the newest thread.
  std::uint32_t first_free = 0;     ///< Of the handles that were used before: index plus 1.
  std::uint32_t fresh_handles = 0;  ///< Handles from here on were never used.
  live_thread threads[live_thread_limit];
  live_channel channels[live_channel_limit];
  live_handle handles[live_handle_limit];
};

STRAIT_PROCESS_WIDE inline constinit live_tables live;
STRAIT_PROCESS_WIDE inline constinit table_lock live_lock;
STRAIT_PROCESS_WIDE inline constinit platform::atomic<std::uint32_t> live_version{0};

/// Holds the lock for a change of the tables.
class live_change {
 public:
  live_change() noexcept : guard_(live_lock) { count(); }
  live_change(const live_change&) = delete;
  live_change& operator=(const live_change&) = delete;
  ~live_change() { count(); }

 private:
  static void count() noexcept { live_version.fetch_add(1, std::memory_order_relaxed); }
  std::lock_guard<table_lock> guard_;
};

}  // namespace trace
STRAIT_END
