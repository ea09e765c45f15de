// system_calls.cpp — what the C library asks of a system, where its own answer in a page would be
// untrue: success of what did not happen, limits that are others, made-up figures.
//
// Linked into every program, as the C library's own would win where another of its file is used;
// what a program does not call is left out.
#include <sys/mman.h>
#include <sys/resource.h>

#include <cstring>

#include "absent.hpp"
#include "machine.hpp"

namespace {

/// Of files' descriptors, threads, memory: what the playground grants; others have none.
rlim_t limit_of(int resource) {
  switch (resource) {
    case RLIMIT_STACK: return strait_run::stack_bytes;
    case RLIMIT_AS:
    case RLIMIT_DATA: return __builtin_wasm_memory_size(0) * std::size_t{65536};
    case RLIMIT_NOFILE: return strait_run::files::descriptor_limit;
    case RLIMIT_NPROC: return strait_run::thread_limit + 1;
    case RLIMIT_CORE:
    case RLIMIT_MEMLOCK: return 0;
    default: return RLIM_INFINITY;
  }
}

}  // namespace

extern "C" {

int __syscall_mprotect(void*, std::size_t, int protection) {
  if (protection == (PROT_READ | PROT_WRITE)) return 0;
  return -STRAIT_REFUSE("mprotect", "all memory of a program can be read and written", ENOTSUP);
}
int __syscall_mlock(const void*, std::size_t) { return -ENOSYS; }
int __syscall_mlockall(int) { return -ENOSYS; }

/// Limits can be read; none can be changed, since nothing would keep to it.
int __syscall_prlimit64(int, int resource, const rlimit* wanted, rlimit* limits) {
  if (resource < 0 || resource >= RLIMIT_NLIMITS) return -EINVAL;
  const rlim_t limit = limit_of(resource);
  if (limits != nullptr) *limits = {limit, limit};
  if (wanted == nullptr || (wanted->rlim_cur == limit && wanted->rlim_max == limit)) return 0;
  return wanted->rlim_cur > wanted->rlim_max ? -EINVAL : -EPERM;
}

int __syscall_getrusage(int, rusage*) {
  return -STRAIT_REFUSE("getrusage", "browsers do not tell what a thread uses", ENOSYS);
}
int __syscall_getpriority(int, int) { return 20; }  // 20 minus the nice value, which is 0
int __syscall_setsid() { return -EPERM; }           // the process leads its group already
int __syscall_wait4(int, int*, int, rusage*) { return -ECHILD; }  // there are no children
}
