// ending.cpp — every way in which a program can end, brought to one outcome: exit, abort, a failed
// assertion, an exception that nobody caught, a null pointer. (Traps come from glue/guard.js.)
#include <emscripten/emscripten.h>
#include <wasi/api.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <exception>
#include <typeinfo>

#include "control.hpp"
#include "standard_streams.hpp"

extern "C" {
void __funcs_on_exit();
void __stdio_exit();
void __real___cxa_throw(void* thrown, std::type_info* type, void* destructor);
}

namespace strait_run {

// Before any constructor: those of the program print.
constinit Block block{};

namespace {

// What this thread threw last: std::terminate() may be reached before any handler has it.
thread_local void* last_thrown = nullptr;

/// Whether this end of the run was the first.
bool claim(Outcome outcome, std::uint32_t code = 0) {
  std::uint32_t expected = Outcome::running;
  return control.outcome.compare_exchange_strong(expected, outcome | code << 8);
}

void publish_crash() {
  control.crash_ready.store(1);
  control.stop.store(1);
}

[[noreturn]] void exit_now(int code) {
  leave_files();
  claim(Outcome::exited, static_cast<std::uint8_t>(code));  // of a code, eight bits count
  control.stop.store(1);
  end_thread();
}

/// A thrown object as the pointer that std::exception_ptr is.
std::exception_ptr pointer_to(void* thrown) {
  static_assert(sizeof(std::exception_ptr) == sizeof(void*));
  abi::__cxa_increment_exception_refcount(thrown);
  std::exception_ptr result;
  std::memcpy(static_cast<void*>(&result), &thrown, sizeof thrown);
  return result;
}

/// "exception", the type's mangled name (the runner makes it readable) and what(), one a line.
[[noreturn]] void crash_with(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& error) {
    crash("exception\n%s\n%s", typeid(error).name(), error.what());
  } catch (const char* text) {
    crash("exception\nPKc\n%s", text);
  } catch (...) {
    const std::type_info* type = abi::__cxa_current_exception_type();
    crash("exception\n%s\n", type == nullptr ? "?" : type->name());
  }
}

[[noreturn]] void on_terminate() {
  if (const auto current = std::current_exception()) crash_with(current);
  if (std::uncaught_exceptions() > 0 && last_thrown != nullptr) crash_with(pointer_to(last_thrown));
  crash("std::terminate() was called: most often a std::thread was destroyed before join()");
}

__attribute__((constructor(101))) void prepare() {
  std::set_terminate(on_terminate);
}

}  // namespace

void crash(const char* format, ...) {
  if (claim(Outcome::crashed)) {
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(block.crash_text, sizeof block.crash_text, format, arguments);
    va_end(arguments);
    leave_files();
    publish_crash();
  }
  end_thread();
}

}  // namespace strait_run

extern "C" {

/// For the runner: where the block is.
EMSCRIPTEN_KEEPALIVE void* strait_block() { return &strait_run::block; }

/// For glue/guard.js: room for the reason of a trap, or null when the run has ended already.
EMSCRIPTEN_KEEPALIVE char* strait_claim_crash() {
  return strait_run::claim(strait_run::Outcome::crashed) ? strait_run::block.crash_text : nullptr;
}
EMSCRIPTEN_KEEPALIVE int strait_crash_bytes() { return strait_run::crash_bytes; }
EMSCRIPTEN_KEEPALIVE void strait_publish_crash() {
  strait_run::leave_files();
  strait_run::publish_crash();
}

/// For stack.S, which leaves little stack to run on: files are not listed.
void strait_stack_overflow() {
  using namespace strait_run;
  if (claim(Outcome::crashed)) {
    std::strcpy(block.crash_text, "trap\nstack overflow");
    publish_crash();
  }
  end_thread();
}

// The C library's ends, defined here: its own leave through JavaScript exceptions, which would run
// the program's destructors and wait for the runner's event loop.
void exit(int code) {
  strait_run::destroy_thread_locals();
  __funcs_on_exit();
  __stdio_exit();
  strait_run::exit_now(code);
}
void _Exit(int code) { strait_run::exit_now(code); }

void abort() { strait_run::crash("abort() was called"); }

[[noreturn]] void __assert_fail(const char* expression, const char* file, int line,
                                const char* function) {
  const char* name = std::strrchr(file, '/');
  strait_run::crash("assertion failed: %s (%s:%d, in %s)", expression,
                    name == nullptr ? file : name + 1, line, function);
}

void __wrap___cxa_throw(void* thrown, std::type_info* type, void* destructor) {
  strait_run::last_thrown = thrown;
  __real___cxa_throw(thrown, type, destructor);
  __builtin_unreachable();
}

// Calls that -fsanitize=null,return puts into programs.
[[noreturn]] void __ubsan_handle_type_mismatch_minimal_abort() {
  strait_run::crash("a null pointer was dereferenced");
}
[[noreturn]] void __ubsan_handle_missing_return_minimal_abort() {
  strait_run::crash("a function that returns a value ended without its return statement");
}
}
