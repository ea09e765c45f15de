// box.hpp — one message in a box of its own on the heap: what the engine stores of a message whose
// move may run code of the program's.
//
// Boxes are filled and emptied by the handles, with no lock held; so a constructor may throw, block
// or use the same channel without harm.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include <strait/base/allocated.hpp>

STRAIT_BEGIN
namespace detail {

/// A compile-time error that says why a T cannot be a message, if it cannot. T need not be complete
/// yet, so that a message may hold a handle of its own kind.
template <class T>
struct checked_message {
  static_assert(std::is_object_v<T> && !std::is_array_v<T>,
                "strait: a message is an object: a value, a pointer or a std::reference_wrapper");
  static_assert(std::is_same_v<T, std::remove_cv_t<T>>,
                "strait: a message must not be const; its receiver may make it const");
  using type = T;
};

struct any_box : allocated {
  any_box() = default;
  any_box(const any_box&) = delete;
  any_box& operator=(const any_box&) = delete;
  virtual ~any_box() = default;
};

using box_ptr = std::unique_ptr<any_box>;

template <class T>
struct box_of final : any_box {
  template <class Make>
  explicit box_of(Make&& make) : value(std::forward<Make>(make)()) {}

  T value;
};

}  // namespace detail
STRAIT_END
