// search.hpp — which executions there are: every choice of an execution, and the next execution.
//
// An execution is a sequence of choices: which thread makes the next step, and what else is open
// (which store a load reads, whether an allocation fails). The search goes through the tree of all
// choices, depth first, without the executions that differ from one seen before only in the order
// of independent steps.
//
// Idea: C. Flanagan and P. Godefroid, "Dynamic partial-order reduction for model checking software"
// (POPL 2005), with sleep sets. Two steps depend on each other if they touch the same object and
// one of them writes. If a step of thread p depends on an earlier one of another thread and is not
// ordered after it by others, p has to be tried before that one as well. With a bound on
// preemptions also before the run of steps that it belongs to (K. Coons and others, "Bounded
// partial-order reduction", OOPSLA 2013), and without sleep sets.
//
// Invariants  I1 the same choices make the same execution: nothing else may vary.
//             I2 tree_[0, depth_) are the choices made so far in this execution.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace checker {

/// The threads of a model, the one that starts them (0), and the clock (the last one).
inline constexpr int most_threads = 6;
inline constexpr int clock_thread = most_threads - 1;

using thread_set = std::uint32_t;
constexpr thread_set only(int thread) noexcept { return thread_set{1} << thread; }

using vector_clock = std::array<std::uint32_t, most_threads>;

void join(vector_clock& into, const vector_clock& from) noexcept;

enum class access : std::uint8_t { none, read, write };

/// What a thread is about to do, and to what.
struct step {
  struct touch {
    const void* object = nullptr;
    access how = access::none;
  };

  const char* name = "";
  std::array<touch, 3> touches{};
};

using steps = std::array<step, most_threads>;

class search {
 public:
  static constexpr int unbounded = -1;

  /// `preemptions`: how often an execution may leave a thread that could go on; or unbounded.
  explicit search(int preemptions = unbounded) noexcept : preemptions_(preemptions) {}

  /// The next execution is the one of this token: no search.
  void replay(std::string_view token);

  void begin();

  /// The thread whose pending step is made now; nobody: an execution like this one has been seen.
  /// `running` made the step before. Requires: `enabled` is not empty.
  static constexpr int nobody = -1;
  int choose_thread(thread_set enabled, const steps& pending, int running);

  /// The step that `thread` has just made, to `object` alone, has not changed it after all.
  void was_only_a_read(int thread, const void* object);

  /// The thread that has locked `object` lets it go: the next to lock it comes after all of that.
  void was_released(int thread, const void* object);

  /// One of the numbers below `count`.
  int choose(int count);

  /// The next steps of `later` come after what `earlier` has done so far.
  void order(int earlier, int later) noexcept {
    join(clocks_[static_cast<std::size_t>(later)], clocks_[static_cast<std::size_t>(earlier)]);
  }

  /// At the end of an execution: the steps that could have been made are compared as well.
  void finish(thread_set enabled, const steps& pending);

  /// False: there is no further execution.
  bool next();

  /// The choices made in this execution, as text.
  std::string token() const;

 private:
  struct node {
    bool is_thread = false;
    int chosen = 0;
    int count = 0;  ///< How many there are to choose from, if not a thread.
    // If a thread:
    thread_set enabled = 0;
    thread_set asleep = 0;  ///< What they would do has been seen from here, in another order.
    thread_set done = 0;
    thread_set wanted = 0;
    int running = 0;             ///< Who made the step before.
    int preemptions = 0;         ///< Up to here.
    std::size_t run_begins = 0;  ///< The node from which `running` has run without a break.
    vector_clock times{};        ///< How many steps each has made.
  };

  struct event {
    int thread = 0;
    std::uint32_t time = 0;  ///< By the clock of its thread; 0: none.
    std::size_t at = 0;      ///< Its node.
    vector_clock clock{};
  };

  struct object_events {
    std::array<event, most_threads> reads;
    std::array<event, most_threads> writes;
  };

  static constexpr std::size_t none = SIZE_MAX;

  void push_thread_node(thread_set enabled, int running);
  static bool preempts(const node& there, int thread) noexcept;
  void compare(int thread, const step& made);
  void want(const event& before, int thread);
  void record(int thread, const step& made);

  const int preemptions_;
  bool replays_ = false;
  std::vector<node> tree_;
  std::size_t depth_ = 0;  ///< I2
  std::size_t newest_thread_node_ = none;
  thread_set carried_ = 0;  ///< The sleep set of the next thread node.
  std::array<vector_clock, most_threads> clocks_{};
  object_events* find(const void* object) noexcept;
  object_events& find_or_add(const void* object);

  // What has been touched in this execution: a few dozen at most, so a search along a list of
  // addresses is faster than a hash table.
  std::vector<const void*> objects_;
  std::vector<object_events> events_;  ///< Of the object with the same index.
  event write_before_;                 ///< Of the thread and to the object of the newest write.
};

}  // namespace checker
