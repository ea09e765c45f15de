// platform_threads.hpp — the threads of this process as Linux knows them (/proc/self/task), for
// reports of deadlocks (trace/this_process.hpp). Nothing of the program is changed for that, and no
// function of other libraries replaced.
//
// Whoever waits for another thread sleeps in the system call futex: with no time limit, it ends
// only when somebody wakes that thread.
//
// Invariants  I1 a thread counts as asleep if it was from the first look to the second: it sleeps
//                in the same call, and has gone to sleep no more often.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <strait/base/config.hpp>

#ifdef __linux__
#include <dirent.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

STRAIT_BEGIN
namespace detail {

/// A system call in which a thread sleeps until another one wakes it.
struct futex_sleep {
  std::uint64_t address = 0;  ///< 0: it does not sleep so.
  std::uint64_t operation = 0;
  std::uint64_t expected = 0;
  bool operator==(const futex_sleep&) const = default;

  /// Another process may be meant.
  bool is_shared() const noexcept { return (operation & private_flag) == 0; }
  /// FUTEX_WAIT, without more.
  bool is_plain() const noexcept { return (operation & ~private_flag) == 0; }
  /// As glibc's locks sleep: locked, and awaited.
  bool is_private_lock() const noexcept { return operation == private_flag && expected == 2; }
  static constexpr std::uint64_t private_flag = 128;
};

/// [low, high)
struct address_range {
  std::uintptr_t low = 0;
  std::uintptr_t high = 0;
};

struct system_thread {
  std::uint32_t number = 0;  ///< The system's.
  std::uint64_t sleeps = 0;  ///< How often it has gone to sleep.
  futex_sleep now;
};

#ifdef __linux__

inline std::uint32_t system_number() noexcept {
  return static_cast<std::uint32_t>(::syscall(SYS_gettid));
}

inline address_range stack_of_this_thread() noexcept {
  pthread_attr_t attributes;
  if (::pthread_getattr_np(::pthread_self(), &attributes) != 0) return {};
  void* low = nullptr;
  std::size_t size = 0;
  const bool is_known = ::pthread_attr_getstack(&attributes, &low, &size) == 0;
  ::pthread_attr_destroy(&attributes);
  if (!is_known) return {};
  const auto begin = reinterpret_cast<std::uintptr_t>(low);
  return {begin, begin + size};
}

namespace proc {

struct closes_file {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using open_file = std::unique_ptr<std::FILE, closes_file>;

inline open_file open(std::uint32_t thread, const char* name) {
  const std::string path = "/proc/self/task/" + std::to_string(thread) + '/' + name;
  return open_file(std::fopen(path.c_str(), "r"));
}

inline std::uint64_t sleeps_of(std::uint32_t thread) {
  const open_file file = open(thread, "status");
  char line[256];
  while (file && std::fgets(line, sizeof line, file.get()) != nullptr) {
    constexpr std::string_view title = "voluntary_ctxt_switches:";
    if (std::strncmp(line, title.data(), title.size()) != 0) continue;
    return std::strtoull(line + title.size(), nullptr, 10) + 1;
  }
  return 0;
}

/// "running", or the number of the call and its six arguments.
inline futex_sleep sleep_of(std::uint32_t thread) {
  const open_file file = open(thread, "syscall");
  char line[256];
  if (!file || std::fgets(line, sizeof line, file.get()) == nullptr) return {};
  enum argument { call, address, operation, expected, limit, count };
  std::uint64_t words[count] = {};
  char* at = line;
  for (std::uint64_t& each : words) {
    char* const before = at;
    each = std::strtoull(before, &at, 0);
    if (at == before) return {};
  }
  bool is_futex = words[call] == SYS_futex;
#ifdef SYS_futex_time64
  is_futex = is_futex || words[call] == SYS_futex_time64;
#endif
  const auto what = static_cast<int>(words[operation]) & FUTEX_CMD_MASK;
  const bool is_wait = what == FUTEX_WAIT || what == FUTEX_WAIT_BITSET;
  if (!is_futex || !is_wait || words[limit] != 0) return {};
  return {words[address], words[operation], words[expected] & 0xFFFF'FFFF};
}

}  // namespace proc

inline std::vector<std::uint32_t> numbers_of_threads() {
  std::vector<std::uint32_t> numbers;
  DIR* const folder = ::opendir("/proc/self/task");
  if (folder == nullptr) return numbers;
  while (const dirent* each = ::readdir(folder)) {
    const auto number = static_cast<std::uint32_t>(std::strtoul(each->d_name, nullptr, 10));
    if (number != 0) numbers.push_back(number);
  }
  ::closedir(folder);
  return numbers;
}

/// Empty: the system does not tell.
inline std::vector<system_thread> look_at_threads() {
  std::vector<system_thread> all;
  for (const std::uint32_t number : numbers_of_threads()) {
    const std::uint64_t sleeps = proc::sleeps_of(number);
    all.push_back({number, sleeps, proc::sleep_of(number)});
  }
  return all;
}

/// What of the first look is still so: of the threads that have woken since, `now` is empty.
inline std::vector<system_thread> look_again(const std::vector<system_thread>& before) {
  std::vector<system_thread> all;
  for (const std::uint32_t number : numbers_of_threads()) {
    system_thread& here = all.emplace_back();
    here.number = number;
    for (const system_thread& each : before) {
      if (each.number != number || each.now.address == 0) continue;
      // The call first: a sleep that begins later is counted.
      const bool is_same =
          proc::sleep_of(number) == each.now && proc::sleeps_of(number) == each.sleeps;
      if (is_same) here = each;
    }
  }
  return all;
}

/// Memory that may be gone: 0 then.
inline std::uint32_t word_at(std::uint64_t address) {
  std::uint32_t word = 0;
  const proc::open_file memory(std::fopen("/proc/self/mem", "r"));
  if (!memory) return 0;
  const auto size =
      ::pread(::fileno(memory.get()), &word, sizeof word, static_cast<off_t>(address));
  return size == sizeof word ? word : 0;
}

/// Whether another process may have the memory, too.
inline bool is_shared_memory(std::uint64_t address) {
  const proc::open_file file(std::fopen("/proc/self/maps", "r"));
  char line[512];
  while (file && std::fgets(line, sizeof line, file.get()) != nullptr) {
    unsigned long long low = 0;
    unsigned long long high = 0;
    char rights[5] = "";
    if (std::sscanf(line, "%llx-%llx %4s", &low, &high, rights) != 3) continue;
    if (low <= address && address < high) return rights[3] == 's';
  }
  return true;
}

#else

inline std::uint32_t system_number() noexcept { return 0; }
inline address_range stack_of_this_thread() noexcept { return {}; }
inline std::vector<system_thread> look_at_threads() { return {}; }
inline std::vector<system_thread> look_again(const std::vector<system_thread>&) { return {}; }
inline std::uint32_t word_at(std::uint64_t) { return 0; }
inline bool is_shared_memory(std::uint64_t) { return true; }

#endif

}  // namespace detail
STRAIT_END
