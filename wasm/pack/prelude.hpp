// prelude.hpp — precompiled once: what programs of the playground usually include. A program's own
// #include of these costs nothing afterwards.
//
// Not here: <regex>, <filesystem>, <fstream> and others — including them still works, it only takes
// the time to parse them.
#pragma once

#include "barrier_wait.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <cassert>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <exception>
#include <expected>
#include <format>
#include <functional>
#include <future>
#include <iostream>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <print>
#include <queue>
#include <random>
#include <ranges>
#include <semaphore>
#include <set>
#include <shared_mutex>
#include <span>
#include <sstream>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

// The library needs C++23; a reader may choose an older standard for a program without it.
#if __cplusplus > 202002L && __has_include(<strait/strait.hpp>)
#include <strait/strait.hpp>
#endif
