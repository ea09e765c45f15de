// left_files.hpp — where the runner finds what a program left behind. Words of 32 bits, in an order
// that left-files.mjs repeats; the runner trusts none of them.
#pragma once

#include <cstdint>

namespace strait_run::files {

/// Files that are listed, in order of their paths.
inline constexpr std::uint32_t listed_limit = 100;

struct LeftFile {
  std::uint32_t path_address;
  std::uint32_t path_bytes;
  std::uint32_t bytes;
  std::uint32_t blocks_address;  ///< addresses of blocks; null for one of zeros
  std::uint32_t block_count;     ///< may be fewer than `bytes` need: the rest is zeros
};

struct LeftFiles {
  std::uint32_t count;
  std::uint32_t omitted;  ///< files beyond the limit
  LeftFile files[listed_limit];
};

}  // namespace strait_run::files
