// machine-header.mjs — runtime/machine.mjs as C++, for runtime/control.hpp.
import {
  block, controlWords, fileBlockBytes, fileLimits, leftFileWords, machine, outcomes,
} from '../runtime/machine.mjs';

const { parts } = block;

/** The text of machine.hpp. */
export function machineHeader() {
  const words = Object.entries(controlWords).map(
    ([name, purpose]) => `  std::atomic<std::uint32_t> ${name};  ///< ${purpose}`,
  );
  const fileWords = Object.entries(leftFileWords).map(
    ([name, purpose]) => `  std::uint32_t ${name};  ///< ${purpose}`,
  );
  const places = Object.entries(parts).map(
    ([name, { at }]) => `static_assert(offsetof(Block, ${name}) == ${at});`,
  );
  return `// Made from wasm/runtime/machine.mjs.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace strait_run {

inline constexpr std::uint32_t thread_limit = ${machine.threads};
inline constexpr std::uint32_t stack_bytes = ${machine.stackBytes};
inline constexpr std::uint32_t slot_count = ${block.slots};
inline constexpr std::uint32_t crash_bytes = ${parts.crash_text.bytes};
inline constexpr std::uint32_t input_bytes = ${parts.input.bytes};
inline constexpr std::uint32_t ring_bytes = ${parts.ring.bytes};

enum Outcome : std::uint32_t { ${outcomes.join(', ')} };

struct Control {
${words.join('\n')}
};

/// What a thread sleeps on. Written by that thread, read by the runner, which wakes it there.
struct Slot {
  std::atomic<std::uint32_t> taken;
  std::atomic<std::uint32_t> address;
};

struct Block {
  alignas(16) Control control;
  alignas(16) Slot slots[slot_count];
  alignas(16) char crash_text[crash_bytes];
  alignas(16) unsigned char input[input_bytes];
  alignas(16) unsigned char ring[ring_bytes];
};

${places.join('\n')}
static_assert(sizeof(Block) == ${block.bytes});

namespace files {

inline constexpr char user_name[] = "${machine.userName}";
inline constexpr int descriptor_limit = ${fileLimits.open};
inline constexpr std::uint32_t listed_limit = ${fileLimits.listed};
inline constexpr std::uint32_t block_bytes = ${fileBlockBytes};
inline constexpr std::uint32_t disk_blocks = ${fileLimits.bytes / fileBlockBytes};

/// A file that the program leaves.
struct LeftFile {
${fileWords.join('\n')}
};

/// All of them, in order of their paths.
struct LeftFiles {
  std::uint32_t count;
  std::uint32_t omitted;  ///< files beyond the limit
  LeftFile files[listed_limit];
};

}  // namespace files
}  // namespace strait_run
`;
}
