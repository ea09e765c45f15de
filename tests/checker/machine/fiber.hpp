// fiber.hpp — a stack of its own for each thread of a model, and the switch from one to another.
//
// Idea: ucontext makes the stacks, _setjmp and _longjmp switch between them without the system call
// that swapcontext makes each time: some 20 ns instead of 300.
#pragma once

#include <setjmp.h>
#include <ucontext.h>

#include <cstddef>
#include <memory>

namespace checker {

/// Part of the Itanium C++ ABI: the exceptions that a thread is handling. Fibers of one thread
/// share it, so each keeps a copy while it does not run.
struct exception_state {
  void* caught = nullptr;
  unsigned uncaught = 0;
};

class fiber {
 public:
  using entry = void (*)();

  fiber() = default;
  fiber(const fiber&) = delete;
  fiber& operator=(const fiber&) = delete;

  /// Begins anew with `run`, which must not return, at the next switch. What stood on the stack is
  /// forgotten, not destroyed.
  void prepare(entry run);

  /// Leaves the running fiber, `from`, and goes on with this one.
  void switch_from(fiber& from);

  /// Whether `address` lies on this fiber's stack.
  bool owns(const void* address) const noexcept;

 private:
  static constexpr std::size_t stack_size = 256 * 1024;

  std::unique_ptr<std::byte[]> stack_;
  ucontext_t start_;
  jmp_buf place_;
  bool started_ = true;  ///< The first fiber is the thread itself.
  exception_state exceptions_;
};

}  // namespace checker
