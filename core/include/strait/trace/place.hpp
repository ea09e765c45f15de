// place.hpp — places in the program's source by number, so that a record has room for one.
//
// Invariants  I1 an entry is claimed once, by its key, and never changes after `ready`.
#pragma once

#include <bit>
#include <cstdint>
#include <source_location>

#include <strait/base/platform.hpp>
#include <strait/trace/record.hpp>

STRAIT_BEGIN
namespace trace {

struct place_entry {
  platform::atomic<std::uintptr_t> key;  ///< 0: free.
  platform::atomic<std::uint32_t> ready;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  const char* file = nullptr;
  const char* function = nullptr;
};

/// Its index is the place's number. All zeros at first: it takes no room in a program's file.
STRAIT_PROCESS_WIDE inline constinit place_entry places[place_limit];

/// What tells locations apart; a location is a pointer to what the compiler has written down.
inline std::uintptr_t key_of(const std::source_location& location) noexcept {
  if constexpr (sizeof(std::source_location) == sizeof(std::uintptr_t)) {
    return std::bit_cast<std::uintptr_t>(location);
  } else {
    return reinterpret_cast<std::uintptr_t>(location.file_name()) ^
           (std::uintptr_t{location.line()} << 12) ^ location.column();
  }
}

/// The number of a location. 0: it is the empty one, or there is no more room.
inline std::uint32_t place_of(const std::source_location& location) noexcept {
  if (location.line() == 0) return 0;
  const std::uintptr_t key = key_of(location);
  std::uint32_t at = static_cast<std::uint32_t>((key >> 2) * 0x9E3779B1u) % place_limit;
  for (std::uint32_t tried = 0; tried < 64; ++tried, at = (at + 1) % place_limit) {
    if (at == 0) continue;
    place_entry& entry = places[at];
    std::uintptr_t seen = entry.key.load(std::memory_order_relaxed);
    if (seen == key) return at;
    if (seen != 0) continue;
    if (!entry.key.compare_exchange_strong(seen, key, std::memory_order_relaxed)) {
      if (seen == key) return at;
      continue;
    }
    entry.line = location.line();
    entry.column = location.column();
    entry.file = location.file_name();
    entry.function = location.function_name();
    // order: release; pairs with the acquire of who reads the table (file.hpp, the runner).
    entry.ready.store(1, std::memory_order_release);
    return at;
  }
  return 0;
}

/// The name of a file without its folders.
constexpr std::string_view base_name(std::string_view path) noexcept {
  return path.substr(path.find_last_of("/\\") + 1);
}

}  // namespace trace
STRAIT_END
