// platform.hpp — the only door to the outside: all that the library takes from the machine, the
// operating system and the process comes through `strait::platform`.
//
// By default it is the platform of this machine (base/platform_machine.hpp). A build may name a
// header of its own in STRAIT_PLATFORM_HEADER, which then defines `strait::platform`; most derive
// from the machine's and redefine the members that differ:
//
//   #include <strait/base/platform_machine.hpp>
//   struct my_platform : strait::machine_platform {
//     static void checkpoint() noexcept { … }
//   };
//   STRAIT_BEGIN
//   using platform = ::my_platform;
//   STRAIT_END
//
// All files of a program that share channels are built with the same header; files built with none
// do not mix with them by mistake (base/config.hpp).
//
// The contract. All are static; none but allocate() throws; all may be called by many threads.
//
//   Memory
//     atomic<T>                        as std::atomic<T>
//     cell<T>                          a plain variable that threads share under a lock or hand
//                                      over: read() gives a const T&, write() a T&
//     allocate(size, alignment)        throws std::bad_alloc; for channels and messages
//     deallocate(memory, size, alignment)
//     large_block                      optional: the size of which allocate() returns memory whose
//                                      first use costs less than that of as much in smaller pieces
//     per_thread<T, Tag>() -> T&       the calling thread's variable of this name; begins as T(),
//                                      usable in destructors of thread_local objects: T has a
//                                      constant initial value and a trivial destructor
//   Time and chance
//     now() -> steady_clock::time_point
//     random_below(bound) -> uint32_t  each number below `bound` is as likely as another
//   Waiting
//     may_block() -> bool              false where sleeping is forbidden: on this thread, now
//     sleep(word, expected, until)     sleeps while word == expected, until woken or `until` has
//                                      passed; may wake spuriously; max(): no limit
//     wake_one(&word), wake_all(&word) the word may be gone already: only its address is used; a
//                                      sleeper on another word at that address wakes spuriously,
//                                      which is allowed
//     spin_turns                       how often at most a thread that finds a lock held looks
//                                      again, before it sleeps
//     wait_turns() -> int              how often a thread usually looks for what it waits for,
//                                      before it sleeps; 0: no other could run meanwhile
//     can_yield                        whether yield() is worth the call
//     yield()                          lets another thread run on this processor, if one is ready
//     prepare_heavy_fence()            called for every channel
//     has_heavy_fence() -> bool        whether heavy_fence() is one, as of now: once true, always
//     heavy_fence()                    a full fence in all threads of the process
//     light_fence()                    the other side of a heavy one: for the compiler alone
//     pause()                          a hint to the processor between two looks
//     lock                             optional: a type with lock() and unlock(), used instead of
//                                      the lock made of the above (base/lock.hpp)
//   Control
//     checkpoint()                     every operation calls it once, before it does anything and
//                                      with no lock held: it may end the thread or pause it
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>

#include <strait/base/config.hpp>

#if defined(STRAIT_PLATFORM_HEADER)
#include STRAIT_PLATFORM_HEADER
#else
#include <strait/base/platform_machine.hpp>
STRAIT_BEGIN
using platform = machine_platform;
STRAIT_END
#endif

STRAIT_BEGIN
namespace detail {

template <class P>
concept is_platform = requires(
    const typename P::template atomic<std::uint32_t>& word, typename P::template cell<int>& cell,
    std::chrono::steady_clock::time_point moment, std::size_t size, void* memory) {
  { cell.read() } -> std::same_as<const int&>;
  { cell.write() } -> std::same_as<int&>;
  { P::allocate(size, size) } -> std::same_as<void*>;
  P::deallocate(memory, size, size);
  { P::template per_thread<int, P>() } -> std::same_as<int&>;
  { P::now() } -> std::same_as<std::chrono::steady_clock::time_point>;
  { P::random_below(std::uint32_t{1}) } -> std::same_as<std::uint32_t>;
  { P::may_block() } -> std::same_as<bool>;
  P::sleep(word, std::uint32_t{}, moment);
  P::wake_one(&word);
  P::wake_all(&word);
  { P::spin_turns } -> std::convertible_to<int>;
  { P::wait_turns() } -> std::same_as<int>;
  { P::can_yield } -> std::convertible_to<bool>;
  P::yield();
  { P::has_heavy_fence() } -> std::same_as<bool>;
  P::prepare_heavy_fence();
  P::heavy_fence();
  P::light_fence();
  P::pause();
  P::checkpoint();
};

static_assert(is_platform<platform>,
              "strait: the platform lacks something of the contract in base/platform.hpp");

/// Its large_block; 0: it has none.
template <class P>
constexpr std::size_t large_block_of() noexcept {
  if constexpr (requires { P::large_block; }) {
    return P::large_block;
  } else {
    return 0;
  }
}

}  // namespace detail
STRAIT_END
