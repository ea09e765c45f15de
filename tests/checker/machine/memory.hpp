// memory.hpp — what the C++ memory model lets a thread read, and what it calls a data race.
//
// Idea: each atomic variable keeps all stores made to it, in modification order, each with what a
// reader that synchronizes with it learns. A load may read the newest store, or any older one down
// to the newest that it knows of: one that it, or what happens before it, has seen.
//
// Weaker than the memory model allows, so a fault may be missed: modification order is the order of
// execution, and a load reads only from stores already executed. So "load buffering" and the like
// ("out of thin air", 2+2W) do not occur. A thread reads stale values of one variable at most
// three times: otherwise loops that wait for a value would not end.
//
// Fences are those of the platform alone, a heavy one and its light other side (D. Goldblatt,
// "Asymmetric Fences", P1202): whoever makes a light fence after a heavy one sees what its thread
// had seen and stored before it; after a heavy fence, its thread sees what others had stored before
// their last light one. They order nothing else, and no plain variables.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "search.hpp"

namespace checker {

/// A thread as the memory model sees it: how many accesses it has made, and how many of each other
/// thread happen before what it does next.
struct viewer {
  int thread = 0;
  vector_clock clock{};

  std::uint32_t& own() noexcept { return clock[static_cast<std::size_t>(thread)]; }
};

/// The history of one atomic variable.
class variable {
 public:
  void begin(viewer& creator, std::uint64_t initial);

  /// How many of the newest stores a load may read; at least 1. (A seq_cst load perhaps fewer:
  /// sequential_order.hpp.)
  int readable(const viewer& reader) const noexcept;

  std::uint64_t newest() const noexcept { return stores_.back().value; }
  std::uint64_t value(int age) const noexcept { return stores_[position(age)].value; }
  /// The number of the store that is `age` stores older than the newest.
  std::size_t position(int age) const noexcept { return stores_.size() - 1 - index(age); }
  /// What an acquiring reader of that store learns.
  const vector_clock& published(int age) const noexcept { return stores_[position(age)].published; }

  /// Reads the store that is `age` stores older than the newest.
  std::uint64_t load(viewer& reader, int age, std::memory_order order) noexcept;
  void store(viewer& writer, std::uint64_t value, std::memory_order order);
  /// Reads the newest store and replaces it, in one step.
  void modify(viewer& writer, std::uint64_t value, std::memory_order order);

  /// What a heavy fence of `self` makes visible: to others, to itself.
  /// `fenced`: each thread's clock at its last fence.
  void fence_heavily(const viewer& self, const vector_clock& fenced) noexcept;
  void fence_lightly(const viewer& self) noexcept;

  /// Whether all accesses happen before what `destroyer` does next.
  bool is_over_for(const viewer& destroyer) const noexcept;

 private:
  struct stored {
    std::uint64_t value = 0;
    int writer = 0;
    vector_clock published{};  ///< What an acquiring reader learns.
    vector_clock seen{};       ///< When each thread first read or wrote it; 0: not yet.
  };

  static constexpr int most_stale_reads = 3;
  static std::size_t index(int number) noexcept { return static_cast<std::size_t>(number); }
  static bool acquires(std::memory_order order) noexcept;
  static bool releases(std::memory_order order) noexcept;
  void add(viewer& writer, std::uint64_t value, std::memory_order order, bool continues);

  std::vector<stored> stores_;
  std::size_t fenced_ = 0;  ///< The newest store that a heavy fence has made visible,
  std::array<std::size_t, most_threads> floors_{};  ///< and the oldest that each thread may read.
  vector_clock used_{};
  std::array<std::uint8_t, most_threads> stale_reads_{};
};

/// The accesses to a plain variable that may still race with another one.
struct plain_accesses {
  std::uint32_t execution = 0;
  int writer = 0;
  std::uint32_t written = 0;
  vector_clock read{};

  /// False: a data race.
  bool note_read(viewer& reader) noexcept;
  bool note_write(viewer& writes) noexcept;
};

}  // namespace checker
