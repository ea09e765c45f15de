// value_text.hpp — a message as text, for a trace: numbers, characters, strings, pointers, enums,
// times, optionals, pairs, tuples, the first of a container's elements, and whatever has a
// to_string() that argument-dependent look-up finds. Of anything else, the name of its type.
//
// Not std::format or streams: they would cost each program seconds of compile time.
#pragma once

#include <chrono>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <strait/trace/thread.hpp>

STRAIT_BEGIN
namespace trace {

inline constexpr std::size_t string_limit = 64;  ///< Bytes of a string that are shown.
inline constexpr int element_limit = 8;          ///< Elements of a container.

/// As compilers write it in the name of a function.
template <class T>
constexpr std::string_view type_name() noexcept {
#if defined(__clang__) || defined(__GNUC__)
  // "… type_name() [T = int]", or "… [with T = int; std::string_view = …]".
  constexpr std::string_view name = __PRETTY_FUNCTION__;
  constexpr std::size_t start = name.find("T = ") + 4;
  constexpr std::size_t end = name.find_first_of(";]", start);
  constexpr std::string_view type = name.substr(start, end - start);
  // Standard strings are called as programs call them.
  return type.find("basic_string<char") != std::string_view::npos &&
                 type.find("basic_string<char", 1) < 16 && type.back() == '>'
             ? "std::string"
             : type;
#else
  return "?";
#endif
}

template <class Text>
void append_character(Text& to, char one, char quote) noexcept {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(one);
  if (one == quote || one == '\\') {
    to.append('\\');
    to.append(one);
  } else if (one == '\n') {
    to.append("\\n");
  } else if (one == '\t') {
    to.append("\\t");
  } else if (code < 0x20 || code == 0x7F) {
    to.append("\\x");
    to.append(digits[code >> 4]);
    to.append(digits[code & 15]);
  } else {
    to.append(std::string_view(&one, 1));
  }
}

/// In quotes, escaped, and cut where it is long: between two characters.
inline void append_string(event_text& to, std::string_view from) noexcept {
  std::size_t end = std::min(from.size(), string_limit);
  while (end > 0 && end < from.size() && (static_cast<unsigned char>(from[end]) & 0xC0) == 0x80) {
    --end;
  }
  to.append('"');
  for (std::size_t at = 0; at < end && !to.was_cut();) {
    const auto code = static_cast<unsigned char>(from[at]);
    std::size_t bytes = 1;  // A whole character at a time, or the cut would be inside of it.
    if (code >= 0xC0) {
      while (at + bytes < end && bytes < 4 &&
             (static_cast<unsigned char>(from[at + bytes]) & 0xC0) == 0x80) {
        ++bytes;
      }
    }
    if (bytes == 1) {
      append_character(to, from[at], '"');
    } else {
      to.append(from.substr(at, bytes));
    }
    at += bytes;
  }
  if (end < from.size()) return to.cut();
  to.append('"');
}

inline void append_pointer(event_text& to, const volatile void* pointer) noexcept {
  if (pointer == nullptr) return to.append("nullptr");
  char digits[24];
  const int size =
      std::snprintf(digits, sizeof digits, "0x%llx",
                    static_cast<unsigned long long>(reinterpret_cast<std::uintptr_t>(pointer)));
  to.append(std::string_view(digits, static_cast<std::size_t>(size)));
}

template <class T>
concept string_like = std::convertible_to<const T&, std::string_view> && !std::is_null_pointer_v<T>;
template <class T>
concept with_own_text = requires(const T& value) {
  { to_string(value) } -> std::convertible_to<std::string_view>;
};
template <class T>
concept optional_like = requires(const T& value) {
  { value.has_value() } -> std::same_as<bool>;
  { *value };
};
template <class T>
concept container_like = requires(const T& value) {
  typename T::allocator_type;
  { value.begin() == value.end() } -> std::convertible_to<bool>;
  { *value.begin() };
};
template <class T>
concept tuple_like = requires { std::tuple_size<T>::value; };
template <class T>
concept pointer_like = requires(const T& value) {
  typename T::element_type;
  { value.get() } -> std::convertible_to<const volatile void*>;
};
/// A sender or a receiver.
template <class T>
concept handle_like = requires(const T& value) {
  { value.id() } -> std::same_as<std::uint64_t>;
  value.sender_count();
};

template <class T>
void append_value(event_text& to, const T& value);

template <class T>
void append_number_value(event_text& to, T value) noexcept {
  if constexpr (std::floating_point<T>) {
    char digits[32];
    const int size = std::snprintf(digits, sizeof digits, "%g", static_cast<double>(value));
    to.append(std::string_view(digits, static_cast<std::size_t>(size)));
  } else {
    to.append_number(value);
  }
}

/// "20.1 ms"
inline void append_seconds(event_text& to, double seconds) noexcept {
  const double size = std::abs(seconds);
  const auto [scale, unit] = size >= 1 || size == 0 ? std::pair(1.0, "s")
                             : size >= 1e-3         ? std::pair(1e3, "ms")
                             : size >= 1e-6         ? std::pair(1e6, "us")
                                                    : std::pair(1e9, "ns");
  char digits[48];
  const int length = std::snprintf(digits, sizeof digits, size < 1000 ? "%.4g %s" : "%.6g %s",
                                   seconds * scale, unit);
  to.append(std::string_view(digits, static_cast<std::size_t>(length)));
}

template <class T>
inline constexpr bool is_duration = false;
template <class Number, class Period>
inline constexpr bool is_duration<std::chrono::duration<Number, Period>> = true;

/// Of the clock by which a run is timed.
template <class T>
inline constexpr bool is_moment = false;
template <class Duration>
inline constexpr bool is_moment<std::chrono::time_point<std::chrono::steady_clock, Duration>> =
    true;

template <class T>
void append_elements(event_text& to, const T& value) {
  if constexpr (container_like<T>) {
    to.append('{');
    int shown = 0;
    for (auto each = value.begin(); !(each == value.end()); ++each) {
      if (shown > 0) to.append(", ");
      if (shown++ == element_limit) {
        to.cut();
        break;
      }
      append_value<std::remove_cvref_t<decltype(*each)>>(to, *each);
    }
    to.append('}');
  } else {
    to.append('(');
    std::size_t shown = 0;
    std::apply(
        [&](const auto&... each) {
          ((to.append(shown++ > 0 ? ", " : ""), append_value(to, each)), ...);
        },
        value);
    to.append(')');
  }
}

/// Throws: what a to_string() of the program throws.
template <class T>
void append_value(event_text& to, const T& value) {
  if (to.was_cut()) return;
  if constexpr (std::same_as<T, bool>) {
    to.append(value ? "true" : "false");
  } else if constexpr (std::same_as<T, char>) {
    to.append('\'');
    append_character(to, value, '\'');
    to.append('\'');
  } else if constexpr (std::is_arithmetic_v<T>) {
    append_number_value(to, value);
  } else if constexpr (is_duration<T>) {
    append_seconds(to, std::chrono::duration<double>(value).count());
  } else if constexpr (is_moment<T>) {
    // As a time of the run.
    const auto begun = std::chrono::nanoseconds(shared.start.load(std::memory_order_relaxed));
    append_seconds(to, std::chrono::duration<double>(value.time_since_epoch() - begun).count());
  } else if constexpr (with_own_text<T>) {
    to.append(std::string_view(to_string(value)));
  } else if constexpr (std::is_enum_v<T>) {
    append_number_value(to, static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (std::is_pointer_v<T> && !std::same_as<T, const char*>) {
    if constexpr (std::is_function_v<std::remove_pointer_t<T>>) {
      to.append(value == nullptr ? std::string_view("nullptr") : type_name<T>());
    } else {
      append_pointer(to, value);
    }
  } else if constexpr (std::same_as<T, const char*>) {
    if (value == nullptr) return to.append("nullptr");
    std::size_t size = 0;  // No further than what is shown.
    while (size <= string_limit && value[size] != '\0') ++size;
    append_string(to, std::string_view(value, size));
  } else if constexpr (string_like<T>) {
    append_string(to, std::string_view(value));
  } else if constexpr (handle_like<T>) {
    to.append("channel ");
    to.append_number(value.id());
  } else if constexpr (optional_like<T>) {
    if (!value.has_value()) return to.append("none");
    if constexpr (!std::is_void_v<decltype(*value)>) {
      append_value<std::remove_cvref_t<decltype(*value)>>(to, *value);
    }
  } else if constexpr (container_like<T> || tuple_like<T>) {
    append_elements(to, value);
  } else if constexpr (pointer_like<T>) {
    append_pointer(to, value.get());
  } else {
    to.append(type_name<T>());
  }
}

/// Never throws: if the program's own to_string() does, it is the name of the type.
template <class T>
void describe(event_text& to, const T& value) noexcept {
#ifdef __cpp_exceptions
  try {
    append_value(to, value);
  } catch (...) {
    to.clear();
    to.append(type_name<T>());
  }
#else
  append_value(to, value);
#endif
}

}  // namespace trace
STRAIT_END
