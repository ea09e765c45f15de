// console.cpp — where printf, std::cout and std::cerr end: a ring in shared memory that the runner
// empties. Nothing waits for the runner's event loop, so printing costs a copy.
//
// Record: length (4 bytes), stream (4 bytes), milliseconds since main() began (8 bytes), the bytes,
// padding to 8.
#include <emscripten/emscripten.h>
#include <emscripten/threading.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "control.hpp"
#include "standard_streams.hpp"
#include "trace.hpp"

namespace strait_run {
namespace {

constexpr std::uint32_t chunk_bytes = 1u << 14;  // largest record: a fraction of the ring
constexpr std::uint32_t header_bytes = 16;

double start_time;  // milliseconds, of emscripten_get_now()

// Guards head and the ring's free part; held for the time of one copy, never while waiting for
// room.
constinit std::atomic<std::uint32_t> ring_lock{0};
constinit std::uint32_t line_count = 0;  // guarded by ring_lock: the lines that were ended

void lock_ring() {
  // order: acquire; pairs with unlock_ring's release
  while (ring_lock.exchange(1, std::memory_order_acquire) != 0) {
    emscripten_futex_wait(&ring_lock, 1, 1.0);
  }
}

void unlock_ring() {
  ring_lock.store(0, std::memory_order_release);
  emscripten_futex_wake(&ring_lock, 1);
}

void copy_in(std::uint32_t position, const void* from, std::uint32_t size) {
  const std::uint32_t at = position % ring_bytes;
  const std::uint32_t first = std::min(size, ring_bytes - at);
  std::memcpy(block.ring + at, from, first);
  std::memcpy(block.ring, static_cast<const unsigned char*>(from) + first, size - first);
}

/// Appends one record, waiting for room.
void put(std::uint32_t stream, const unsigned char* bytes, std::uint32_t size) {
  const double now = emscripten_get_now() - start_time;
  const std::uint32_t needed = (header_bytes + size + 7) & ~7u;
  for (;;) {
    lock_ring();
    if (control.outcome.load(std::memory_order_relaxed) != Outcome::running) return unlock_ring();
    const std::uint32_t head = control.head.load(std::memory_order_relaxed);
    // order: acquire; pairs with the runner's store after it has copied the bytes out
    const std::uint32_t tail = control.tail.load(std::memory_order_acquire);
    if (ring_bytes - (head - tail) >= needed) {
      copy_in(head, &size, 4);
      copy_in(head + 4, &stream, 4);
      copy_in(head + 8, &now, 8);
      copy_in(head + header_bytes, bytes, size);
      // order: release; pairs with the runner's load of head
      control.head.store(head + needed, std::memory_order_release);
      const std::uint32_t first_line = line_count;
      const auto lines = static_cast<std::uint32_t>(std::count(bytes, bytes + size, '\n'));
      line_count += lines;
      unlock_ring();
      if (lines > 0) trace_output(first_line);
      return;
    }
    unlock_ring();
    emscripten_futex_wait(&control.tail, tail, 1000.0);
  }
}

/// Lines leave at their end, though what reads them is no terminal.
__attribute__((constructor(101))) void prepare() {
  static char buffer[4096];
  std::setvbuf(stdout, buffer, _IOLBF, sizeof buffer);
}

}  // namespace

void begin_clock() {
  start_time = emscripten_get_now();
  control.started.store(1);
}

void write_output(int stream, const unsigned char* bytes, std::size_t size) {
  while (size > 0) {
    const std::size_t part = std::min<std::size_t>(size, chunk_bytes);
    put(stream, bytes, part);
    bytes += part;
    size -= part;
  }
}

}  // namespace strait_run
