// results.hpp — reading and printing the results of operations in assertions.
//
//     CHECK(rx.try_recv() == 7);
//     CHECK(rx.try_recv() == failed(recv_error::empty));
//     CHECK(failure(tx.try_send(7)) == send_errc::full);
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_tostring.hpp>
#include <expected>
#include <optional>
#include <strait/strait.hpp>
#include <string>

namespace test {

inline std::unexpected<strait::recv_error> failed(strait::recv_error error) {
  return std::unexpected(error);
}

/// Why a send failed; none if it did not.
template <class T>
std::optional<strait::send_errc> failure(const std::expected<void, strait::send_error<T>>& sent) {
  if (sent) return std::nullopt;
  return sent.error().code;
}

}  // namespace test

namespace Catch {

template <>
struct StringMaker<strait::recv_error> {
  static std::string convert(strait::recv_error error) { return std::string(to_string(error)); }
};

template <>
struct StringMaker<strait::send_errc> {
  static std::string convert(strait::send_errc error) { return std::string(to_string(error)); }
};

template <>
struct StringMaker<std::unexpected<strait::recv_error>> {
  static std::string convert(const std::unexpected<strait::recv_error>& failed) {
    return "failed: " + std::string(to_string(failed.error()));
  }
};

template <class T>
struct StringMaker<std::expected<T, strait::recv_error>> {
  static std::string convert(const std::expected<T, strait::recv_error>& received) {
    if (!received) return "failed: " + std::string(to_string(received.error()));
    return "received " + Detail::stringify(*received);
  }
};

template <class T>
struct StringMaker<std::expected<void, strait::send_error<T>>> {
  static std::string convert(const std::expected<void, strait::send_error<T>>& sent) {
    return sent ? "sent" : "failed: " + std::string(to_string(sent.error().code));
  }
};

}  // namespace Catch
