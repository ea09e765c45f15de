#include "explore.hpp"

#include <csignal>
#include <cstdlib>
#include <span>

namespace checker {

namespace {

/// A crash in a model is a failure of this execution, like any other.
void on_signal(int signal) {
  if (machine::the().is_under_way()) {
    machine::the().fail(signal == SIGABRT ? "aborted: an assertion or std::terminate"
                                          : "a crash: memory that is not there");
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void catch_signals() {
  alignas(16) static char stack[64 * 1024];
  stack_t alternative{};
  alternative.ss_sp = stack;
  alternative.ss_size = sizeof stack;
  sigaltstack(&alternative, nullptr);
  struct sigaction action{};
  action.sa_handler = &on_signal;
  action.sa_flags = SA_NODEFER | SA_ONSTACK;
  for (const int each : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
    sigaction(each, &action, nullptr);
  }
}

result explore_with(search& choices, const model& checked, std::uint64_t most) {
  catch_signals();
  machine& it = machine::the();
  result found;
  do {
    const ending how = it.run(choices, checked.possible, checked.body);
    if (how == ending::failed) {
      found.failure = it.failure;
      found.token = choices.token();
      found.log = it.log;
      return found;
    }
    if (how != ending::seen_before) ++found.executions;
    found.whole = !choices.next();
  } while (!found.whole && found.executions < most);
  return found;
}

}  // namespace

result explore(const model& checked, std::uint64_t most) {
  search choices(checked.preemptions);
  result found = explore_with(choices, checked, most);
  if (!found.failure.empty()) found.log = replay(checked, found.token).log;
  return found;
}

result replay(const model& checked, std::string_view token) {
  search choices(checked.preemptions);
  choices.replay(token);
  machine::the().keeps_log = true;
  result found = explore_with(choices, checked, 1);
  machine::the().keeps_log = false;
  return found;
}

void run_threads(std::initializer_list<std::function<void()>> bodies) {
  machine::the().run_threads(std::span(bodies.begin(), bodies.size()));
}

void check(bool condition, const char* what) {
  if (!condition) machine::the().fail(what);
}

}  // namespace checker
