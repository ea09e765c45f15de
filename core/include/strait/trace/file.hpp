// file.hpp — the records of all threads as bytes: what a file holds, first the places.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include <strait/trace/thread.hpp>

STRAIT_BEGIN
namespace trace {

inline void append_record(std::string& to, record head, std::string_view text) {
  head.text_bytes = static_cast<std::uint16_t>(text.size());
  to.append(reinterpret_cast<const char*>(&head), sizeof head);
  to.append(text);
  to.append(padded(text.size()) - text.size(), '\0');
}

inline void append_places(std::string& to) {
  for (std::uint32_t index = 1; index < place_limit; ++index) {
    const place_entry& entry = places[index];
    // order: acquire; pairs with the release in place_of().
    if (entry.ready.load(std::memory_order_acquire) == 0) continue;
    std::string name(entry.file);
    name += '\0';
    name += entry.function;
    name.resize(std::min(name.size(), place_text_limit));
    append_record(
        to,
        {.message = entry.column, .number = entry.line, .place = index, .kind = record_kind::place},
        name);
  }
}

/// What is in the rings now. Threads may go on meanwhile.
inline std::string all_records() {
  std::string bytes;
  append_record(bytes, {.number = format_version, .kind = record_kind::trace}, "");
  append_places(bytes);
  // order: acquire; pairs with the release in take_ring().
  const std::uint32_t count = shared.ring_count.load(std::memory_order_acquire);
  for (std::uint32_t index = 0; index < count; ++index) {
    const ring& each = *rings[index].load(std::memory_order_relaxed);
    const std::uint32_t written = each.written();
    whole_record found;
    for (std::uint32_t at = written - std::min(written, ring::kept); at != written; ++at) {
      if (!each.read(at, found) || found.head.text_bytes > text_limit) continue;
      append_record(bytes, found.head, std::string_view(found.text, found.head.text_bytes));
    }
  }
  return bytes;
}

}  // namespace trace
STRAIT_END
