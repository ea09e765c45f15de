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

Control control;

namespace {

char crash_text[crash_bytes];

// What this thread threw last: std::terminate() may be reached before any handler has it.
thread_local void* last_thrown = nullptr;

bool claim(Outcome outcome) {
  Outcome running = Outcome::running;
  return control.outcome.compare_exchange_strong(running, outcome);
}

void publish_crash() {
  if (!stack_overflown()) leave_files();
  control.crash_ready.store(1);
  control.stop.store(1);
}

[[noreturn]] void exit_now(int code) {
  control.code.store(code);
  leave_files();
  claim(Outcome::exited);
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
  control.crash_address = reinterpret_cast<std::uintptr_t>(crash_text);
  std::set_terminate(on_terminate);
}

}  // namespace

void crash(const char* format, ...) {
  if (claim(Outcome::crashed)) {
    if (stack_overflown()) {
      // Whatever was thrown or asserted came of overwritten memory.
      std::strcpy(crash_text, "trap\nstack overflow");
    } else {
      va_list arguments;
      va_start(arguments, format);
      std::vsnprintf(crash_text, sizeof crash_text, format, arguments);
      va_end(arguments);
    }
    publish_crash();
  }
  end_thread();
}

}  // namespace strait_run

extern "C" {

/// For the runner: where the words are.
EMSCRIPTEN_KEEPALIVE void* strait_control() { return &strait_run::control; }

/// For glue/guard.js: room for the reason of a trap, or null when the run has ended already.
EMSCRIPTEN_KEEPALIVE char* strait_claim_crash() {
  return strait_run::claim(strait_run::Outcome::crashed) ? strait_run::crash_text : nullptr;
}
EMSCRIPTEN_KEEPALIVE void strait_publish_crash() { strait_run::publish_crash(); }

// The C library's ends, defined here: its own leave through JavaScript exceptions, which would run
// the program's destructors and wait for the runner's event loop.
void exit(int code) {
  strait_run::check_stack();
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
