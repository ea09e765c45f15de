// standard_streams.hpp — descriptors 0, 1 and 2, which every program has, and the seam to the file
// system, which few programs have: it is linked with those alone that open something, and takes
// over all descriptors at its first use.
#pragma once

#include <wasi/api.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace strait_run {

/// Calls that the C library makes for standard streams; each gives an errno, or 0.
struct DescriptorCalls {
  int (*read)(int descriptor, const __wasi_iovec_t* parts, std::size_t count, std::size_t* done);
  int (*write)(int descriptor, const __wasi_ciovec_t* parts, std::size_t count, std::size_t* done);
  int (*close)(int descriptor);
  int (*seek)(int descriptor, std::int64_t offset, int whence, std::uint64_t* position);
  int (*status)(int descriptor, __wasi_fdstat_t* status);
  void (*leave_files)();
};

/// Null until the file system is there.
extern constinit std::atomic<const DescriptorCalls*> descriptor_calls;

/// A bit for each standard stream that was closed before the file system was there.
extern constinit std::atomic<unsigned> closed_streams;

/// Appends to the program's output (console.cpp): 1 for out, 2 for err.
void write_output(int stream, const unsigned char* bytes, std::size_t size);

/// What is left of the program's input (input.cpp), `size` bytes at most.
std::size_t read_input(unsigned char* to, std::size_t size);

/// The program ends on this thread: what it wrote to files is put where the runner finds it.
void leave_files();

}  // namespace strait_run
