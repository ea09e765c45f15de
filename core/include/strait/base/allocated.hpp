// allocated.hpp — the base of classes that the platform allocates.
#pragma once

#include <cstddef>
#include <new>

#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

struct allocated {
  static void* operator new(std::size_t size) {
    return platform::allocate(size, __STDCPP_DEFAULT_NEW_ALIGNMENT__);
  }
  static void* operator new(std::size_t size, std::align_val_t alignment) {
    return platform::allocate(size, static_cast<std::size_t>(alignment));
  }
  static void operator delete(void* memory, std::size_t size) noexcept {
    platform::deallocate(memory, size, __STDCPP_DEFAULT_NEW_ALIGNMENT__);
  }
  static void operator delete(void* memory, std::size_t size, std::align_val_t alignment) noexcept {
    platform::deallocate(memory, size, static_cast<std::size_t>(alignment));
  }
};

}  // namespace detail
STRAIT_END
