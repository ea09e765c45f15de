// type_identity.hpp — whether two types are the same, at run time.
//
// Idea: an inline variable for each type has one address in a program, but one per library
// where symbols are hidden; there std::type_info decides, which compares names. A build without
// RTTI (-fno-rtti) has only the address.
#pragma once

#include <typeinfo>

#include <strait/base/config.hpp>

STRAIT_BEGIN
namespace detail {

class type_identity {
 public:
  template <class T>
  static type_identity of() noexcept {
#ifdef __cpp_rtti
    return type_identity(&mark_of<T>, &typeid(T));
#else
    return type_identity(&mark_of<T>, nullptr);
#endif
  }

  friend bool operator==(const type_identity& a, const type_identity& b) noexcept {
    if (a.mark_ == b.mark_) return true;
    return a.info_ != nullptr && b.info_ != nullptr && *a.info_ == *b.info_;
  }

 private:
  type_identity(const void* mark, const std::type_info* info) noexcept : mark_(mark), info_(info) {}

  template <class T>
  static constexpr char mark_of = 0;

  const void* mark_;
  const std::type_info* info_;  ///< Null in a build without RTTI.
};

}  // namespace detail
STRAIT_END
