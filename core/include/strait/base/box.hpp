// box.hpp — one message in a box of its own on the heap.
//
// Idea: the engines move boxes, never messages. Boxes are filled and emptied by the handles, with
// no lock held; so a constructor may throw, block or use the same channel without harm, a large
// message is moved twice and no more, and the engines are ordinary code instead of templates.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

#include <strait/base/allocated.hpp>
#include <strait/base/trace.hpp>

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

  [[no_unique_address]] tracer::message_id id;
  platform::cell<any_box*> next;  ///< Link of the list that holds the box; guarded as that is.
};

using box_ptr = std::unique_ptr<any_box>;

template <class T>
struct box_of final : any_box {
  template <class Make>
  explicit box_of(Make&& make) : value(std::forward<Make>(make)()) {}

  T value;
};

/// A box with the result of `make()`, which is built in place. Throws what `make` throws and
/// std::bad_alloc; the box is allocated first.
template <class T, class Make>
box_ptr make_box(Make&& make) {
  auto box = std::make_unique<box_of<T>>(std::forward<Make>(make));
  tracer::boxed(box->id, box->value);
  return box;
}

template <class T>
T& value_of(any_box& box) noexcept {
  return static_cast<box_of<T>&>(box).value;
}

/// A first-in first-out list of boxes. Owns them.
class box_list {
 public:
  box_list() noexcept = default;
  box_list(box_list&& other) noexcept { swap(other); }
  box_list& operator=(box_list&&) = delete;

  ~box_list() {
    // Each is unlinked before it is destroyed: a message's destructor may run long or send.
    while (!empty()) pop_front();
  }

  bool empty() const noexcept { return first_.read() == nullptr; }

  void swap(box_list& other) noexcept {
    std::swap(first_.write(), other.first_.write());
    std::swap(last_.write(), other.last_.write());
  }

  void push_back(box_ptr box) noexcept {
    any_box* added = box.release();
    added->next.write() = nullptr;
    link_behind_last(added);
    last_.write() = added;
  }

  /// Moves all of `other` behind the messages here; `other` is empty then.
  void append(box_list& other) noexcept {
    if (other.empty()) return;
    link_behind_last(other.first_.read());
    last_.write() = other.last_.read();
    other.first_.write() = other.last_.write() = nullptr;
  }

  /// Requires: not empty.
  any_box& front() noexcept { return *first_.read(); }

  /// Requires: not empty.
  box_ptr pop_front() noexcept {
    any_box* taken = first_.read();
    first_.write() = taken->next.read();
    if (empty()) last_.write() = nullptr;
    return box_ptr(taken);
  }

  template <class F>
  void for_each(F f) const noexcept {
    for (const any_box* each = first_.read(); each != nullptr; each = each->next.read()) f(*each);
  }

  std::size_t count() const noexcept {
    std::size_t counted = 0;
    for_each([&](const any_box&) { ++counted; });
    return counted;
  }

 private:
  void link_behind_last(any_box* added) noexcept {
    (last_.read() == nullptr ? first_ : last_.read()->next).write() = added;
  }

  platform::cell<any_box*> first_;
  platform::cell<any_box*> last_;
};

}  // namespace detail
STRAIT_END
