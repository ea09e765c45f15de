// host.hpp — what a program of the benchmark finds where it runs: natively, or in the playground's
// runtime.
#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <vector>

#ifdef __EMSCRIPTEN__
#include <chrono>
#include <cstddef>
#include <iostream>
#include <iterator>
#include <latch>
#include <thread>

#include "patterns.hpp"
#endif

namespace bench {

#ifdef __EMSCRIPTEN__

// A program in a page has no arguments: its standard input holds them.
inline std::vector<std::string> arguments(int, char**) {
  using words = std::istream_iterator<std::string>;
  return {words(std::cin), words()};
}

// Nothing tells it; std::clock() counts the time that passes.
inline std::optional<double> processor_nanoseconds() { return std::nullopt; }

// Before a measurement: a thread is a worker, which takes longer to make than many a measurement,
// and Emscripten keeps those that have been made: as many as a run of the matrix has threads. And
// engines compile twice, quickly and then well: `run` is to be compiled well.
template <class F>
void warm_up(F run) {
  constexpr std::ptrdiff_t most_threads = 8;
  constexpr auto rest = std::chrono::milliseconds(50);
  {
    std::latch all_run(most_threads);
    crew threads;
    for (std::ptrdiff_t i = 0; i < most_threads; ++i) {
      threads.add([&all_run] { all_run.arrive_and_wait(); });
    }
  }
  std::this_thread::sleep_for(rest);  // a worker is free once the runner has heard of its end
  run();
  std::this_thread::sleep_for(rest);
}

#else

inline std::vector<std::string> arguments(int count, char** words) {
  return {words + 1, words + count};
}

// Of all threads together.
inline std::optional<double> processor_nanoseconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC * 1e9;
}

template <class F>
void warm_up(F) {}

#endif

}  // namespace bench
