// trace.hpp — what happens to channels, written down: which message went from where to where, what
// each thread waits for, and why nothing moves any more.
//
// Built with -DSTRAIT_TRACE, a program records the last 2,047 events of each thread: the life of
// channels, messages and threads, with values and places in the source. Operations then have one
// more parameter, which nobody passes (base/call_site.hpp). Without it these functions do nothing,
// and not one instruction is left of the rest.
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

#include <strait/base/trace.hpp>
#ifdef STRAIT_TRACE
#include <strait/trace/this_process.hpp>
#include <strait/trace/file.hpp>
#endif

STRAIT_BEGIN

/// Gives the calling thread a name, for traces and reports of deadlocks. Without STRAIT_TRACE it
/// does nothing.
/// Cost:    O(length of the name), which is cut at 40 bytes; one lock.
/// Example:
///   strait::name_thread("producer");
inline void name_thread([[maybe_unused]] std::string_view name) noexcept {
#ifdef STRAIT_TRACE
  trace::name_this_thread(name);
#endif
}

/// Turns recording off, or on again: it is on at first. While it is off, reports of deadlocks are
/// still complete, but for values.
/// Cost:    O(1), no lock.
/// Example:
///   strait::record_trace(false);
///   strait::record_trace(true);
inline void record_trace([[maybe_unused]] bool on) noexcept {
#ifdef STRAIT_TRACE
  trace::shared.recording.store(on ? 1 : 0, std::memory_order_relaxed);
#endif
}

/// Looks for threads that can never go on: every thread of the program waits without a limit, or
/// some wait for each other and nobody else has handles of their channels. Says who waits for what,
/// where and since when, who waits for whom, and the usual cure. Called by a thread that watches
/// the others, or in a debugger.
///
/// On Linux it sees what threads wait for outside of channels: with glibc the end of a thread and
/// who holds a mutex; of a condition variable, a future or a semaphore only that it has no time
/// limit. A thread that sleeps or waits for input is taken for one that may still do anything: if
/// it has never used a channel, nothing is found while there is one, but for the caller and as many
/// others as `unrelated` says. Elsewhere nothing is found: no system tells as much.
/// Returns: the report; empty if there is no deadlock, and without STRAIT_TRACE.
/// Throws:  std::bad_alloc.
/// Cost:    O(channels, handles and threads), and four files of the system for each thread; one
///          lock meanwhile, which operations that wait need, too.
/// Example:
///   auto [tx, rx] = strait::bounded<int>(1);
///   assert(strait::report_deadlock().empty());
inline std::string report_deadlock([[maybe_unused]] std::size_t unrelated = 0) {
#ifdef STRAIT_TRACE
  return trace::report_of_this_process(unrelated);
#else
  return {};
#endif
}

/// Writes what has been recorded to a file, in the format that the playground reads. Threads may go
/// on meanwhile.
/// Returns: whether the whole file was written; false without STRAIT_TRACE.
/// Throws:  std::bad_alloc.
/// Cost:    O(events recorded).
/// Example:
///   auto [tx, rx] = strait::bounded<int>(1);
///   assert(tx.send(7));
///   if (strait::write_trace("example.trace")) std::remove("example.trace");
inline bool write_trace([[maybe_unused]] const std::string& path) {
#ifdef STRAIT_TRACE
  const std::string bytes = trace::all_records();
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  const bool is_whole = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return std::fclose(file) == 0 && is_whole;
#else
  return false;
#endif
}

STRAIT_END
