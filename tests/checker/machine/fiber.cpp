// glibc's checked longjmp refuses to jump to another stack.
#undef _FORTIFY_SOURCE

#include "fiber.hpp"

#include <functional>

namespace __cxxabiv1 {
struct __cxa_eh_globals;
extern "C" __cxa_eh_globals* __cxa_get_globals() noexcept;
}  // namespace __cxxabiv1

namespace checker {

namespace {

exception_state& current_exceptions() noexcept {
  return *reinterpret_cast<exception_state*>(__cxxabiv1::__cxa_get_globals());
}

}  // namespace

void fiber::prepare(entry run) {
  if (!stack_) stack_ = std::make_unique_for_overwrite<std::byte[]>(stack_size);
  getcontext(&start_);
  start_.uc_stack.ss_sp = stack_.get();
  start_.uc_stack.ss_size = stack_size;
  start_.uc_link = nullptr;
  makecontext(&start_, run, 0);
  started_ = false;
  exceptions_ = {};
}

void fiber::switch_from(fiber& from) {
  from.exceptions_ = current_exceptions();
  current_exceptions() = exceptions_;
  if (_setjmp(from.place_) != 0) return;
  if (started_) _longjmp(place_, 1);
  started_ = true;
  setcontext(&start_);
}

bool fiber::owns(const void* address) const noexcept {
  const auto* byte = static_cast<const std::byte*>(address);
  return stack_ && !std::less<>()(byte, stack_.get()) &&
         std::less<>()(byte, stack_.get() + stack_size);
}

}  // namespace checker
