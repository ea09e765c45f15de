// message_type.hpp — how the engine stores and moves the messages of one type.
//
// The engine is ordinary code that knows no T: it moves what is *stored* of a message, described by
// a message_type. That is the message itself if its move is known to run no code of the program's,
// since the engine moves while it holds a lock; every other message is in a box (base/box.hpp), and
// the pointer to the box is stored.
//
// Invariants  I1 moving what is stored, and destroying what was moved from, never throws, never
//                blocks and runs no user code.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <strait/base/box.hpp>
#include <strait/base/platform.hpp>
#include <strait/base/trace.hpp>
#include <strait/fwd.hpp>

STRAIT_BEGIN
namespace detail {

/// Whether a move of T, and the end of a moved-from T, run no user code (I1).
template <class T>
struct moves_quietly : std::is_trivially_copyable<T> {};
template <class Character, class Traits>
struct moves_quietly<std::basic_string<Character, Traits, std::allocator<Character>>>
    : std::true_type {};
template <class T>
struct moves_quietly<std::vector<T, std::allocator<T>>> : std::true_type {};
template <class T>
struct moves_quietly<std::unique_ptr<T, std::default_delete<T>>> : std::true_type {};
template <class T>
struct moves_quietly<std::shared_ptr<T>> : std::true_type {};
template <class T>
struct moves_quietly<std::weak_ptr<T>> : std::true_type {};
template <class T>
struct moves_quietly<std::optional<T>> : moves_quietly<T> {};
template <class A, class B>
struct moves_quietly<std::pair<A, B>> : std::conjunction<moves_quietly<A>, moves_quietly<B>> {};
template <class... Ts>
struct moves_quietly<std::tuple<Ts...>> : std::conjunction<moves_quietly<Ts>...> {};
template <class T>
struct moves_quietly<sender<T>> : std::true_type {};
template <class T>
struct moves_quietly<receiver<T>> : std::true_type {};

/// The largest message that is stored without a box: a lock is not held for long.
inline constexpr std::size_t largest_stored = 128;

template <class T>
inline constexpr bool is_boxed =
    !(moves_quietly<T>::value && sizeof(T) <= largest_stored &&
      alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__ && std::is_nothrow_destructible_v<T>);

/// What the engine stores of a T.
template <class T>
using stored = std::conditional_t<is_boxed<T>, box_ptr, T>;

/// What lies before each message in a slot: nothing, unless a tracer or a checker is interested.
struct slot_header {
  struct nothing {};

  [[no_unique_address]] tracer::message_id id;
  [[no_unique_address]] platform::cell<nothing> use;  ///< Written and read as the message is.
};
inline constexpr bool has_slot_headers = !std::is_empty_v<slot_header>;

struct message_type {
  template <class Stored>
  static constexpr message_type of() noexcept {
    message_type type{.size = sizeof(Stored), .is_boxed = std::is_same_v<Stored, box_ptr>};
    std::size_t alignment = alignof(Stored);
    if constexpr (has_slot_headers) {
      alignment = std::max(alignment, alignof(slot_header));
      type.offset = rounded_up(sizeof(slot_header), alignof(Stored));
    }
    type.stride = rounded_up(type.offset + sizeof(Stored), alignment);
    if constexpr (!std::is_trivially_copyable_v<Stored>) {
      type.move_construct = [](void* to, void* from) noexcept {
        ::new (to) Stored(std::move(*static_cast<Stored*>(from)));
      };
    }
    if constexpr (!std::is_trivially_destructible_v<Stored>) {
      type.end = [](void* message) noexcept { static_cast<Stored*>(message)->~Stored(); };
    }
    return type;
  }

  static constexpr std::size_t rounded_up(std::size_t size, std::size_t alignment) noexcept {
    return (size + alignment - 1) / alignment * alignment;
  }

  /// Constructs the message at `to` from the one at `from`, which is moved from then.
  void move(void* to, void* from) const noexcept {
    if (move_construct != nullptr) {
      move_construct(to, from);
    } else {
      std::memcpy(to, from, size);
    }
  }
  void destroy(void* message) const noexcept {
    if (end != nullptr) end(message);
  }

  std::size_t size;
  bool is_boxed;                                                    ///< For debuggers.
  std::size_t offset = 0;                                           ///< Of the message in its slot.
  std::size_t stride = 0;                                           ///< From one slot to the next.
  void (*move_construct)(void* to, void* from) noexcept = nullptr;  ///< Null: the bytes are copied.
  void (*end)(void* message) noexcept = nullptr;                    ///< Null: nothing to do.
};

template <class T>
inline constexpr message_type message_type_of = message_type::of<stored<T>>();

/// A place for one message in raw memory: its header, if there are any, and the message behind it.
class slot {
 public:
  explicit slot(std::byte* at) noexcept : at_(at) {}

  void* message(const message_type& type) const noexcept { return at_ + type.offset; }

  /// Its message is made, which has this id.
  void begin_use([[maybe_unused]] const tracer::message_id& id) const noexcept {
    if constexpr (has_slot_headers) {
      header().use.write();
      header().id = id;
    }
  }
  /// Its message is taken. Returns the message's id.
  tracer::message_id end_use() const noexcept {
    if constexpr (has_slot_headers) {
      header().use.write();
      return header().id;
    } else {
      return {};
    }
  }

  /// As fill(), of a known type.
  template <class Stored>
  void construct(Stored& message, const tracer::message_id& id) const noexcept {
    begin_use(id);
    ::new (this->message(message_type::of<Stored>())) Stored(std::move(message));
  }
  /// As empty_into(), of a known type.
  template <class Stored>
  void take_as(void* to) const noexcept {
    static_cast<void>(end_use());
    auto* const stored_here =
        std::launder(static_cast<Stored*>(this->message(message_type::of<Stored>())));
    ::new (to) Stored(std::move(*stored_here));
    stored_here->~Stored();
  }

  /// Moves a message in.
  void fill(const message_type& type, void* from, const tracer::message_id& id) const noexcept {
    begin_use(id);
    type.move(message(type), from);
  }
  /// Moves the message out; the slot is raw again.
  tracer::message_id empty_into(const message_type& type, void* to) const noexcept {
    const tracer::message_id id = end_use();
    type.move(to, message(type));
    type.destroy(message(type));
    return id;
  }

  /// The headers of `count` slots from `first` on, which exist as long as their memory.
  static void make_headers(std::byte* first, std::size_t count, const message_type& type) noexcept {
    if constexpr (has_slot_headers) {
      for (; count > 0; --count, first += type.stride) ::new (first) slot_header;
    }
  }
  static void destroy_headers(std::byte* first, std::size_t count,
                              const message_type& type) noexcept {
    if constexpr (has_slot_headers) {
      for (; count > 0; --count, first += type.stride) slot(first).header().~slot_header();
    }
  }

 private:
  slot_header& header() const noexcept {
    return *std::launder(reinterpret_cast<slot_header*>(at_));
  }

  std::byte* at_;
};

/// Room for one stored message, which the engine constructs.
template <class Stored>
class message_storage {
 public:
  void* address() noexcept { return bytes_; }
  Stored& value() noexcept { return *std::launder(reinterpret_cast<Stored*>(bytes_)); }
  /// Requires: constructed. Nothing is left.
  Stored take() noexcept {
    Stored taken(std::move(value()));
    value().~Stored();
    return taken;
  }

 private:
  alignas(Stored) std::byte bytes_[sizeof(Stored)];
};

}  // namespace detail
STRAIT_END
