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

namespace strait_run {
namespace {

constexpr std::uint32_t chunk_bytes = 1u << 14;  // largest record: a fraction of the ring
constexpr std::uint32_t header_bytes = 16;

alignas(8) unsigned char ring[ring_bytes];

// Guards head and the ring's free part; held for the time of one copy, never while waiting for
// room.
std::atomic<std::uint32_t> ring_lock;

void lock_ring() {
  // order: acquire; pairs with unlock_ring's release
  while (ring_lock.exchange(1, std::memory_order_acquire) != 0) {
    if (!on_runner_thread()) emscripten_futex_wait(&ring_lock, 1, 1.0);
  }
}

void unlock_ring() {
  ring_lock.store(0, std::memory_order_release);
  emscripten_futex_wake(&ring_lock, 1);
}

void copy_in(std::uint32_t position, const void* from, std::uint32_t size) {
  const std::uint32_t at = position % ring_bytes;
  const std::uint32_t first = std::min(size, ring_bytes - at);
  std::memcpy(ring + at, from, first);
  std::memcpy(ring, static_cast<const unsigned char*>(from) + first, size - first);
}

bool dropped() {
  return control.mute.load(std::memory_order_relaxed) != 0 ||
         control.outcome.load(std::memory_order_relaxed) != Outcome::running;
}

/// Appends one record, waiting for room.
void put(std::uint32_t stream, const unsigned char* bytes, std::uint32_t size) {
  check_stack();
  const double now = control.started ? emscripten_get_now() - control.start_time : 0;
  const std::uint32_t needed = (header_bytes + size + 7) & ~7u;
  for (;;) {
    lock_ring();
    if (dropped()) return unlock_ring();
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
      return unlock_ring();
    }
    unlock_ring();
    if (on_runner_thread()) return;  // nobody would make room: the runner is this thread
    emscripten_futex_wait(&control.tail, tail, 1000.0);
  }
}

/// Lines leave at their end, though what reads them is no terminal.
__attribute__((constructor(101))) void prepare() {
  control.ring_address = reinterpret_cast<std::uintptr_t>(ring);
  control.ring_size = ring_bytes;
  static char buffer[4096];
  std::setvbuf(stdout, buffer, _IOLBF, sizeof buffer);
}

}  // namespace

void write_output(int stream, const unsigned char* bytes, std::size_t size) {
  while (size > 0) {
    const std::size_t part = std::min<std::size_t>(size, chunk_bytes);
    put(stream, bytes, part);
    bytes += part;
    size -= part;
  }
}

}  // namespace strait_run
