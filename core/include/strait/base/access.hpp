// access.hpp — the library's own access to the inside of its handles.
#pragma once

#include <utility>

#include <strait/base/config.hpp>

STRAIT_BEGIN
namespace detail {

struct access {
  template <class Handle>
  static auto& handle_of(Handle& endpoint) noexcept {
    return endpoint.handle_;
  }
  template <class Endpoint, class Handle>
  static Endpoint make(Handle&& counted) noexcept {
    return Endpoint(std::forward<Handle>(counted));
  }
};

}  // namespace detail
STRAIT_END
