// call_site.hpp — where in the program an operation is called, for builds with a tracer.
//
// There, every operation has one more parameter, the last one, which nobody passes: its default is
// the std::source_location of the call. Until the operation returns, called_from() yields it on
// this thread, at every trace point. Calls nest: a handler, a factory, a range or a message's move
// may call other operations.
//
// In builds without a tracer all of this is empty: functions have the types that they are
// documented with, and no instruction is added (tests/trace).
//
//   STRAIT_CALL_SITE_ONLY          the parameter, where there is no other
//   STRAIT_CALL_SITE               the same behind others, with its comma
//   STRAIT_TRACE_CALL              the first statement of the operation
//   STRAIT_KEEP_CALL_SITE(member)  declares a member that remembers the call during which it is
//                                  initialised: of an iterator, or of a case of a select
//   STRAIT_RESUME_CALL(&member)    a statement: until the end of its block, that call goes on
#pragma once

#include <strait/base/config.hpp>

#ifdef STRAIT_TRACE_HEADER

#include <source_location>

#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

/// Not made of `{}`, which as an argument means a stop_token.
class call_site {
 public:
  static constexpr call_site at(const std::source_location& location) noexcept {
    return call_site(location);
  }
  /// That of the innermost call; of none, the empty location.
  static call_site current() noexcept {
    const call_site* site = innermost();
    return site != nullptr ? *site : call_site(std::source_location());
  }

  constexpr const std::source_location& location() const noexcept { return location_; }

 private:
  friend class call_scope;
  explicit constexpr call_site(const std::source_location& location) noexcept
      : location_(location) {}

  static const call_site*& innermost() noexcept {
    return platform::per_thread<const call_site*, call_site>();
  }

  std::source_location location_;
};

/// From here to the end of the block the thread is in the call at `*site`, which outlives it. Null:
/// in the one that it is in.
class call_scope {
 public:
  explicit call_scope(const call_site* site) noexcept : outer_(call_site::innermost()) {
    if (site != nullptr) call_site::innermost() = site;
  }
  call_scope(const call_scope&) = delete;
  call_scope& operator=(const call_scope&) = delete;
  ~call_scope() { call_site::innermost() = outer_; }

 private:
  const call_site* const outer_;
};

}  // namespace detail

/// For tracers: where the operation is called that this thread is performing. Its line() is 0 if
/// the thread performs none, for example while it destroys a handle.
inline std::source_location called_from() noexcept {
  return detail::call_site::current().location();
}

STRAIT_END

#define STRAIT_CALL_SITE_ONLY               \
  ::strait::detail::call_site strait_site = \
      ::strait::detail::call_site::at(::std::source_location::current())
#define STRAIT_CALL_SITE , STRAIT_CALL_SITE_ONLY
#define STRAIT_TRACE_CALL const ::strait::detail::call_scope strait_call(&strait_site)
#define STRAIT_KEEP_CALL_SITE(member) \
  ::strait::detail::call_site member = ::strait::detail::call_site::current()
#define STRAIT_RESUME_CALL(site) const ::strait::detail::call_scope strait_resumed(site)

#else

#define STRAIT_CALL_SITE_ONLY
#define STRAIT_CALL_SITE
#define STRAIT_TRACE_CALL static_assert(true)
#define STRAIT_KEEP_CALL_SITE(member) static_assert(true)
#define STRAIT_RESUME_CALL(site) static_assert(true)

#endif
