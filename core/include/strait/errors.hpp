// errors.hpp — why an operation did not happen.
//
//   enum class send_errc  { disconnected, full, timeout, stopped, would_block };
//   enum class recv_error { disconnected, empty, timeout, stopped, would_block };
//   template <class T> struct send_error { send_errc code; T value; };   // the unsent message
//   std::string_view to_string(send_errc), to_string(recv_error), to_string(send_error<T>)
//   std::ostream& operator<<                                              // the same text
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string_view>

#include <strait/fwd.hpp>

STRAIT_BEGIN

/// Why a send did not happen.
enum class send_errc : std::uint8_t {
  disconnected,  ///< The channel is closed or its last receiver is gone: no send will ever succeed.
  full,          ///< try_send: it would have to wait.
  timeout,       ///< The time is up and it would still have to wait.
  stopped,       ///< A stop was requested while it waited.
  would_block,   ///< It would have to wait on a thread that may not (a browser's main thread).
};

/// Why a receive did not happen.
enum class recv_error : std::uint8_t {
  disconnected,  ///< Closed or without senders, and drained: no message will ever come.
  empty,         ///< try_recv: it would have to wait.
  timeout,       ///< The time is up and it would still have to wait.
  stopped,       ///< A stop was requested while it waited.
  would_block,   ///< It would have to wait on a thread that may not (a browser's main thread).
};

/// Why a message was not sent, and the message itself, untouched.
template <class T>
struct [[nodiscard]] send_error {
  send_errc code;
  T value;

  /// Whether the codes and the messages are equal.
  /// Throws:  what T's comparison throws.
  /// Example:
  ///   using error = strait::send_error<int>;
  ///   assert((error{strait::send_errc::full, 7} == error{strait::send_errc::full, 7}));
  friend bool operator==(const send_error&, const send_error&) = default;
};

/// The name of a code, for people: "disconnected", "would block"; found by argument-dependent
/// lookup.
/// Returns: text that lives for ever.
/// Example:
///   static_assert(to_string(strait::send_errc::would_block) == "would block");
constexpr std::string_view to_string(send_errc code) noexcept {
  switch (code) {
    case send_errc::disconnected:
      return "disconnected";
    case send_errc::full:
      return "full";
    case send_errc::timeout:
      return "timeout";
    case send_errc::stopped:
      return "stopped";
    case send_errc::would_block:
      return "would block";
  }
  return "unknown send error";
}

/// The name of an error, for people.
/// Returns: text that lives for ever.
/// Example:
///   static_assert(to_string(strait::recv_error::empty) == "empty");
constexpr std::string_view to_string(recv_error error) noexcept {
  switch (error) {
    case recv_error::disconnected:
      return "disconnected";
    case recv_error::empty:
      return "empty";
    case recv_error::timeout:
      return "timeout";
    case recv_error::stopped:
      return "stopped";
    case recv_error::would_block:
      return "would block";
  }
  return "unknown receive error";
}

/// The name of an error's code, for people.
/// Returns: text that lives for ever.
/// Example:
///   auto [tx, rx] = strait::bounded<int>(0);
///   assert(to_string(tx.try_send(7).error()) == "full");
template <class T>
constexpr std::string_view to_string(const send_error<T>& error) noexcept {
  return to_string(error.code);
}

/// Prints to_string(code).
/// Throws:  what the stream throws.
/// Example:
///   std::ostringstream text;
///   text << strait::send_errc::timeout;
///   assert(text.str() == "timeout");
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             send_errc code) {
  return out << to_string(code);
}

/// Prints to_string(error).
/// Throws:  what the stream throws.
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             recv_error error) {
  return out << to_string(error);
}

/// Prints to_string(error), without the message.
/// Throws:  what the stream throws.
template <class Traits, class T>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const send_error<T>& error) {
  return out << to_string(error.code);
}

STRAIT_END
