// atomic_wait.cpp — a fixed number of gates: a place belongs to one of them by its address. Who is
// to wait reads the gate, then the value, and sleeps if neither has changed.
//
// Invariants  I1 notify: the value is changed, then the gate is, then it is seen who waits there.
#include "atomic_wait.hpp"

#include <emscripten/threading.h>

#include <atomic>
#include <climits>
#include <cmath>
#include <cstdint>

namespace strait_run {

namespace {

struct Gate {
  std::atomic<std::uint32_t> notifications{0};
  std::atomic<std::uint32_t> waiting{0};
};

constexpr unsigned gate_bits = 8;
constinit Gate gates[1u << gate_bits];
/// Of those who do not say for which place they wait: every notification passes it, too.
constinit Gate any_gate;

Gate& gate_of(const volatile void* place) noexcept {
  const auto address = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(place));
  return gates[(address >> 2) * 0x9E3779B1u >> (32 - gate_bits)];
}

long long read_gate(const volatile void* place) noexcept {
  return gate_of(place).notifications.load();
}

/// All that wait at the gate wake: there may be others of the place's.
void open(Gate& gate) noexcept {
  gate.notifications.fetch_add(1);
  if (gate.waiting.load() == 0) return;
  emscripten_futex_wake(&gate.notifications, INT_MAX);
}

void notify(const volatile void* place) noexcept {
  open(gate_of(place));
  if (any_gate.waiting.load() != 0) open(any_gate);
}

}  // namespace

void wait_at_gate(const volatile void* place, long long before) noexcept {
  Gate& gate = gate_of(place);
  gate.waiting.fetch_add(1);
  emscripten_futex_wait(&gate.notifications, static_cast<std::uint32_t>(before), INFINITY);
  gate.waiting.fetch_sub(1);
}

void wait_at_any_gate(bool (*is_so)(const void*), const void* what) noexcept {
  any_gate.waiting.fetch_add(1);
  for (;;) {
    const std::uint32_t before = any_gate.notifications.load();
    if (is_so(what)) break;
    emscripten_futex_wait(&any_gate.notifications, before, INFINITY);
  }
  any_gate.waiting.fetch_sub(1);
}

}  // namespace strait_run

// Each twice: for any atomic, and for std::atomic<long long>.
#define STRAIT_WRAP_ATOMIC(result, name, call)                                                    \
  extern "C" result __wrap_##name##EPVKv(const volatile void* place) { return call(place); }      \
  extern "C" result __wrap_##name##EPVKNS_17__cxx_atomic_implIxNS_22__cxx_atomic_base_implIxEEEE( \
      const volatile void* place) {                                                               \
    return call(place);                                                                           \
  }

STRAIT_WRAP_ATOMIC(long long, _ZNSt3__223__libcpp_atomic_monitor, strait_run::read_gate)
STRAIT_WRAP_ATOMIC(void, _ZNSt3__223__cxx_atomic_notify_one, strait_run::notify)
STRAIT_WRAP_ATOMIC(void, _ZNSt3__223__cxx_atomic_notify_all, strait_run::notify)
