// scale.hpp — how much work a test does where the program runs slower.
#pragma once

namespace test {

#if defined(__EMSCRIPTEN__)
inline constexpr int slowness = 10;
#elif defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr int slowness = 4;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
inline constexpr int slowness = 4;
#else
inline constexpr int slowness = 1;
#endif
#else
inline constexpr int slowness = 1;
#endif

/// `count` on a fast machine, a part of it in WebAssembly and under a sanitizer.
constexpr int scaled(int count) { return count / slowness > 0 ? count / slowness : 1; }

#if defined(__EMSCRIPTEN__)
inline constexpr bool is_wasm = true;
#else
inline constexpr bool is_wasm = false;
#endif

}  // namespace test
