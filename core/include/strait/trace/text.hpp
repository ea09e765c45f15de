// text.hpp — a short text in a place of its own: no allocation, and cut where it would be too long.
//
// Invariants  I1 a text that was cut ends with "…", within its capacity.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <strait/trace/record.hpp>

STRAIT_BEGIN
namespace trace {

template <std::size_t Capacity>
class text_of {
 public:
  constexpr text_of() noexcept = default;
  constexpr explicit text_of(std::string_view from) noexcept { append(from); }

  constexpr std::string_view view() const noexcept {
    return {bytes_, std::min<std::size_t>(size_, Capacity)};
  }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr bool was_cut() const noexcept { return cut_; }
  constexpr void clear() noexcept {
    size_ = 0;
    cut_ = false;
  }

  constexpr void append(std::string_view more) noexcept {
    if (cut_) return;
    // Less than the capacity anyway, but GCC has to see it.
    const std::size_t size = std::min<std::size_t>(size_, Capacity - mark.size());
    const std::size_t taken = whole_characters(more, Capacity - mark.size() - size);
    std::copy_n(more.data(), taken, bytes_ + size);
    size_ = static_cast<std::uint16_t>(size + taken);
    if (taken < more.size()) cut();
  }
  constexpr void append(char one) noexcept { append(std::string_view(&one, 1)); }

  /// Marks that something is missing here.
  constexpr void cut() noexcept {
    if (cut_) return;
    std::copy_n(mark.data(), mark.size(), bytes_ + size_);
    size_ += static_cast<std::uint16_t>(mark.size());
    cut_ = true;
  }

  template <std::integral Number>
  constexpr void append_number(Number number) noexcept {
    using unsigned_number = std::make_unsigned_t<Number>;
    auto rest = static_cast<unsigned_number>(number);
    if (number < 0) {
      append('-');
      rest = static_cast<unsigned_number>(0 - rest);
    }
    char digits[40];
    std::size_t first = sizeof digits;
    do {
      digits[--first] = static_cast<char>('0' + static_cast<int>(rest % 10));
      rest = static_cast<unsigned_number>(rest / 10);
    } while (rest != 0);
    append(std::string_view(digits + first, sizeof digits - first));
  }

 private:
  static constexpr std::string_view mark = "\xE2\x80\xA6";  // …
  static_assert(Capacity > mark.size());

  /// How many bytes of the text fit, without half a character of UTF-8.
  static constexpr std::size_t whole_characters(std::string_view from, std::size_t room) noexcept {
    if (from.size() <= room) return from.size();
    const auto continues = [&](std::size_t at) {
      return (static_cast<unsigned char>(from[at]) & 0xC0) == 0x80;
    };
    std::size_t end = room;
    while (end > 0 && continues(end)) --end;
    return end;
  }

  char bytes_[Capacity] = {};
  std::uint16_t size_ = 0;
  bool cut_ = false;
};

/// What an event may carry.
using event_text = text_of<text_limit>;
/// What the live tables keep of a name.
using short_text = text_of<40>;

}  // namespace trace
STRAIT_END
