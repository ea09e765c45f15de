// at_thread_end.hpp — an object of the calling thread that is destroyed with its thread_local ones.
#pragma once

#if defined(__MINGW32__) && !defined(__clang__)
#include <cxxabi.h>
#endif

namespace test {

/// Made when a thread first calls this for the type.
template <class T>
T& destroyed_at_thread_end() {
#if defined(__MINGW32__) && !defined(__clang__)
  // GCC for Windows frees the memory of a thread's variables before it destroys them (GCC's bug
  // 80816): this has memory of its own, and its destructor runs among theirs.
  thread_local T* mine = nullptr;
  if (mine == nullptr) {
    mine = new T();
    const auto destroy = [](void* object) { delete static_cast<T*>(object); };
    abi::__cxa_thread_atexit(destroy, mine, nullptr);
  }
  return *mine;
#else
  thread_local T mine;
  return mine;
#endif
}

}  // namespace test
