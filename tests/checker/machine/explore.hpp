// explore.hpp — runs a model in all its executions, or one of them again.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "machine.hpp"
#include "search.hpp"

namespace checker {

struct model {
  std::string name;
  std::function<void()> body = {};  ///< What thread 0 does; it starts the others.
  possibilities possible = {};
  int preemptions = search::unbounded;
};

struct result {
  std::uint64_t executions = 0;  ///< Those that went on to their end.
  bool whole = false;            ///< There are no more within the bound on preemptions.
  std::string failure;           ///< Empty: none.
  std::string token;             ///< Replays the failure.
  std::string log;               ///< Its steps.
};

/// Until the first failure, the last execution, or `most` of them.
result explore(const model& checked, std::uint64_t most);

/// The one execution of `token`.
result replay(const model& checked, std::string_view token);

// What models are made of.

/// Runs each body in a thread of its own and waits for all.
void run_threads(std::initializer_list<std::function<void()>> bodies);

/// What `condition` says is wrong if it is false.
void check(bool condition, const char* what);

}  // namespace checker
