// machine.hpp — the computer on which models run: threads, memory, a clock and an allocator, all of
// them deterministic. Whatever is not determined is a choice (search.hpp).
//
// A thread runs until it is about to do something that others can notice (a step). Then the search
// says whose pending step is made next. What a thread does to plain variables is no step: the
// machine finds data races by what happens before what, in whatever order they were executed.
//
// The clock stands still until the search lets it go on by a tick; sleepers whose moment has come
// go on then. It does so at most `ticks` times, and whenever nothing else can happen.
//
// Invariants  I1 a thread that does not run has a pending step.
//             I2 exactly one thread runs while an execution is under way.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arena.hpp"
#include "fiber.hpp"
#include "memory.hpp"
#include "search.hpp"
#include "sequential_order.hpp"

namespace checker {

/// What may happen in an execution, besides the order of steps.
struct possibilities {
  int ticks = 0;              ///< Moments that may pass while there is something else to do.
  int spurious_wakes = 1;     ///< Sleeps that end for no reason.
  int spurious_failures = 1;  ///< compare_exchange_weak that fails for no reason.
  int failed_allocations = 0;
  /// Asked when all threads wait for ever; true: that is right.
  std::function<bool()> may_be_stuck = {};
};

enum class ending : std::uint8_t { complete, stuck, seen_before, failed };

class machine {
 public:
  /// The one on which everything runs.
  static machine& the() noexcept;
  /// Whether the caller is a model's thread.
  static bool is_running() noexcept { return running_; }

  bool is_under_way() const noexcept { return under_way_; }

  /// One execution of `body`, on thread 0.
  ending run(search& choices, const possibilities& possible, const std::function<void()>& body);

  // For models.
  void run_threads(std::span<const std::function<void()>> bodies);
  [[noreturn]] void fail(const char* why);
  int this_thread() const noexcept { return current_; }
  viewer& view() noexcept { return threads_[index(current_)].view; }
  int choose(int count, const char* what);
  std::int64_t now();
  /// Runs `f` as if outside of the model: what it allocates outlives the execution.
  template <class F>
  auto outside(F f) {
    const runtime_scope inside;
    return f();
  }

  // For atomics and plain variables (platform_checked.hpp).
  struct atomic_identity {
    std::uint32_t execution = 0;
    std::uint32_t number = 0;
  };
  void create(atomic_identity& it, std::uint64_t initial);
  void destroy(atomic_identity& it);
  std::uint64_t load(atomic_identity& it, std::uint64_t initial, std::memory_order order);
  void store(atomic_identity& it, std::uint64_t initial, std::uint64_t value,
             std::memory_order order);
  template <class F>
  std::uint64_t modify(atomic_identity& it, std::uint64_t initial, std::memory_order order, F f) {
    const runtime_scope inside;
    variable& touched = touch(it, initial, "modify", access::write);
    const std::uint64_t before = touched.newest();
    modify(it, touched, f(before), order);
    note("  replaces", it, touched.newest(), before);
    return before;
  }
  bool compare_exchange(atomic_identity& it, std::uint64_t initial, std::uint64_t& expected,
                        std::uint64_t desired, bool weak, std::memory_order success,
                        std::memory_order failure);
  void fence(bool heavy);
  std::uint32_t execution() const noexcept { return execution_; }

  /// A lock that cannot fail: who finds it held is not chosen until it is free.
  struct lock_identity {
    std::uint32_t execution = 0;
    int holder = nobody;
    vector_clock published{};
  };
  static constexpr int nobody = -1;
  void lock(lock_identity& it);
  void unlock(lock_identity& it);
  /// Fails if the calling thread holds one: what it is about to do takes time, or is not ours.
  void require_no_lock(const char* fault);

  // For the rest of the platform.
  void sleep(atomic_identity& it, std::uint64_t initial, std::uint64_t expected,
             std::int64_t until);
  void wake(const void* word, bool all);
  void* allocate(std::size_t size, std::size_t alignment, bool may_fail);
  void deallocate(void* block) noexcept;
  bool owns(const void* address) const noexcept { return memory_.contains(address); }
  /// The calling thread's variable of that name; begins as zeros.
  void* local(const void* name, std::size_t size);

  /// What happened, a step a line; kept if wanted.
  std::string log;
  bool keeps_log = false;
  std::string failure;

  static constexpr std::int64_t for_ever = INT64_MAX;

 private:
  /// While the machine itself works, what it allocates is its own.
  class runtime_scope {
   public:
    runtime_scope() noexcept : before_(std::exchange(running_, false)) {}
    runtime_scope(const runtime_scope&) = delete;
    runtime_scope& operator=(const runtime_scope&) = delete;
    ~runtime_scope() { running_ = before_; }

   private:
    const bool before_;
  };

  enum class state : std::uint8_t { absent, ready, locking, asleep, joining, finished };

  struct thread {
    fiber stack;
    machine::state state = machine::state::absent;
    viewer view;
    const void* sleeps_on = nullptr;
    const lock_identity* wants = nullptr;
    int locks_held = 0;
    std::int64_t until = for_ever;
    const std::function<void()>* body = nullptr;
    std::array<std::byte, 256> locals;
    std::array<const void*, 8> local_names;
  };

  static constexpr std::size_t most_steps = 5000;

  static std::size_t index(int number) noexcept { return static_cast<std::size_t>(number); }
  static void thread_entry();
  void reset(search& choices, const possibilities& possible);
  void start(int number, const std::function<void()>& body);
  variable& find(atomic_identity& it, std::uint64_t initial);
  variable& touch(atomic_identity& it, std::uint64_t initial, const char* name, access how);
  int readable(const atomic_identity& it, const variable& of, std::memory_order order) const;
  std::uint64_t load(const atomic_identity& it, variable& from, int age, std::memory_order order);
  void modify(const atomic_identity& it, variable& changed, std::uint64_t value,
              std::memory_order order);
  void note_store(const atomic_identity& it, const variable& changed, const vector_clock& before,
                  std::memory_order order);
  void note(const char* what, const atomic_identity& it, std::uint64_t value,
            std::uint64_t other = 0);
  void make_step(const step& next);
  /// Gives the processor to the thread that the search chooses.
  void reschedule();
  thread_set enabled() const noexcept;
  void tick();
  void rouse(int sleeper);
  [[noreturn]] void end(ending how);

  arena memory_;
  std::array<thread, most_threads> threads_;
  steps pending_;
  fiber outside_;
  search* choices_ = nullptr;
  possibilities possible_;
  std::vector<variable> variables_;
  std::size_t variable_count_ = 0;
  sequential_order order_;
  vector_clock fenced_{};  ///< Each thread's clock at its last fence.
  std::uint32_t execution_ = 0;
  std::size_t steps_ = 0;
  std::int64_t now_ = 0;
  int ticks_ = 0;
  int current_ = 0;
  bool under_way_ = false;
  ending ending_ = ending::complete;
  static inline bool running_ = false;
};

}  // namespace checker
