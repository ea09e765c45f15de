// typed.hpp — the typed path into a channel, which every plain send and receive tries first.
//
// The engines of this library move boxes (base/box.hpp) and know no T. One that stores T itself, in
// slots of its own, is plugged in here; a message that need not wait then takes no box and no
// virtual call:
//
//   template <>
//   struct strait::detail::value_engine<T> { using type = my_engine; };   // or for a family of T
//
//   class my_engine : public flavor        // says storage::values to flavor's constructor, and has
//     typed_result try_send(T& message);        // moves from it if it was sent
//     typed_result try_receive(std::optional<T>& message);
//
// A send or receive that has to wait, and all other operations (selects, ranges, batches), take the
// type-erased path: flavor::attempt() of such an engine moves messages out of boxes and into them.
// Not here: the type-erased path (sender.hpp, flavor/receive.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>

#include <strait/flavor/flavor.hpp>

STRAIT_BEGIN
namespace detail {

/// The engine that stores T, if there is one.
template <class T>
struct value_engine {
  using type = void;
};

template <class T>
concept has_value_engine = !std::is_void_v<typename value_engine<T>::type>;

/// The result of a typed try. `erased`: nothing was done; the type-erased path waits or reports
/// why.
enum class typed_result : std::uint8_t { done, erased };

template <class T>
typed_result try_typed_send([[maybe_unused]] flavor& channel, [[maybe_unused]] T& message) {
  if constexpr (has_value_engine<T>) {
    using engine = typename value_engine<T>::type;
    if (channel.stores() == storage::values) return static_cast<engine&>(channel).try_send(message);
  }
  return typed_result::erased;
}

template <class T>
requires has_value_engine<T>
typed_result try_typed_receive(flavor& channel, std::optional<T>& message) {
  using engine = typename value_engine<T>::type;
  if (channel.stores() != storage::values) return typed_result::erased;
  return static_cast<engine&>(channel).try_receive(message);
}

}  // namespace detail
STRAIT_END
