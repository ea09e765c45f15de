// format.hpp — error codes and handles in std::format and std::println, if the standard library has
// these.
//
//   std::println("{}", rx.recv().error());   // disconnected
//   std::println("{:>12}|", strait::send_errc::full);
//   std::println("{}", tx);                  // sender of "jobs": bounded(8), 0 messages, …
//
// The text is that of operator<<; the format specification is that of a string.
#pragma once

#include <version>
#if __has_include(<format>)
#include <format>
#endif

// libc++ has it since 17, but defines the macro later.
#if defined(__cpp_lib_format) || (defined(_LIBCPP_VERSION) && _LIBCPP_VERSION >= 170000)

#include <string>
#include <string_view>

#include <strait/endpoint.hpp>
#include <strait/errors.hpp>
#include <strait/fwd.hpp>

STRAIT_BEGIN
namespace detail {

/// Formats a T as a string: to_string(), or for handles describe().
template <class T>
struct text_formatter : std::formatter<std::string_view, char> {
  template <class Context>
  auto format(const T& what, Context& context) const {
    using text = std::formatter<std::string_view, char>;
    if constexpr (requires { to_string(what); }) {
      return text::format(to_string(what), context);
    } else {
      return text::format(describe(what), context);
    }
  }
};

}  // namespace detail
STRAIT_END

template <>
struct std::formatter<strait::send_errc, char> : strait::detail::text_formatter<strait::send_errc> {
};
template <>
struct std::formatter<strait::recv_error, char>
    : strait::detail::text_formatter<strait::recv_error> {};
template <class T>
struct std::formatter<strait::send_error<T>, char>
    : strait::detail::text_formatter<strait::send_error<T>> {};
template <class T>
struct std::formatter<strait::sender<T>, char> : strait::detail::text_formatter<strait::sender<T>> {
};
template <class T>
struct std::formatter<strait::receiver<T>, char>
    : strait::detail::text_formatter<strait::receiver<T>> {};

#endif
