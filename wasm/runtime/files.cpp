// files.cpp — there are no files: to open or to look for one finds nothing. Emscripten's stand-ins
// for a program without a file system would say that every file is there, and give rubbish for it.
#include <cerrno>
#include <cstdint>

extern "C" {

int __syscall_openat(int, std::intptr_t, int, ...) { return -ENOENT; }
int __syscall_stat64(std::intptr_t, std::intptr_t) { return -ENOENT; }
int __syscall_lstat64(std::intptr_t, std::intptr_t) { return -ENOENT; }
int __syscall_newfstatat(int, std::intptr_t, std::intptr_t, int) { return -ENOENT; }
}
