// thread_locals.cpp — destructors of thread_local objects, in place of libc++abi's, which runs
// those of the thread that calls exit() too late: when functions of atexit() have run.
#include <cstdlib>
#include <new>

#include "control.hpp"

namespace strait_run {
namespace {

struct Entry {
  void (*destroy)(void*);
  void* object;
  Entry* next;
};

constinit thread_local Entry* last = nullptr;

}  // namespace

void destroy_thread_locals() noexcept {
  while (Entry* entry = last) {
    last = entry->next;
    entry->destroy(entry->object);
    std::free(entry);
  }
}

}  // namespace strait_run

/// What the compiler calls when a thread_local object was made. As in any C++ library: no dso here.
extern "C" int __cxa_thread_atexit(void (*destroy)(void*), void* object, void*) noexcept {
  using strait_run::Entry;
  using strait_run::last;
  auto* entry = static_cast<Entry*>(std::malloc(sizeof(Entry)));
  if (entry == nullptr) strait_run::crash("no memory is left for a thread_local object");
  last = new (entry) Entry{destroy, object, last};
  return 0;
}
