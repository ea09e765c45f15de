// absent.cpp — what a page does not have, so that it fails as the standard says and nothing
// pretends: other processes, sockets. A program that asks gets an errno, and its reader a line.
//
// Not here: what cannot fail politely (alarm(), for one); the linker refuses it, in the words of
// pipeline/absent-functions.mjs.
#include <dlfcn.h>
#include <netdb.h>
#include <spawn.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "standard_streams.hpp"

namespace {

/// Said once a run for each of them.
int refuse(std::atomic<bool>& said, const char* call, const char* why, int error) {
  if (!said.exchange(true)) {
    char text[160];
    const int size =
        std::snprintf(text, sizeof text, "%s: not to be had in a page: %s\n", call, why);
    strait_run::write_output(2, reinterpret_cast<unsigned char*>(text), size);
  }
  return error;
}

constexpr const char* one_process = "a program here is one process, with threads";
constexpr const char* no_network = "programs here have no network";
constexpr const char* no_libraries = "a program here is linked as a whole";

}  // namespace

#define STRAIT_REFUSE(call, why, error)                 \
  [] {                                                  \
    static constinit std::atomic<bool> said{false};     \
    return refuse(said, call, why, error);              \
  }()

/// -1 and errno, as most calls fail.
#define STRAIT_FAIL(call, why, error) (errno = STRAIT_REFUSE(call, why, error), -1)

extern "C" {

// Processes.
pid_t fork() { return STRAIT_FAIL("fork", one_process, ENOSYS); }
pid_t vfork() { return STRAIT_FAIL("vfork", one_process, ENOSYS); }
int execve(const char*, char* const*, char* const*) {
  return STRAIT_FAIL("exec", one_process, ENOSYS);
}
int posix_spawn(pid_t*, const char*, const posix_spawn_file_actions_t*, const posix_spawnattr_t*,
                char* const*, char* const*) {
  return STRAIT_REFUSE("posix_spawn", one_process, ENOSYS);
}
int posix_spawnp(pid_t*, const char*, const posix_spawn_file_actions_t*, const posix_spawnattr_t*,
                 char* const*, char* const*) {
  return STRAIT_REFUSE("posix_spawnp", one_process, ENOSYS);
}
std::FILE* popen(const char*, const char*) {
  errno = STRAIT_REFUSE("popen", one_process, ENOSYS);
  return nullptr;
}
int pclose(std::FILE*) { return STRAIT_FAIL("pclose", one_process, ECHILD); }
int __syscall_wait4(int, intptr_t, int, int) { return -ECHILD; }  // there are no children

/// system(nullptr) asks whether there is a shell.
int _emscripten_system(const char* command) {
  if (command == nullptr) return 0;
  return -STRAIT_REFUSE("system", one_process, ENOSYS);
}

// The network.
int socket(int, int, int) { return STRAIT_FAIL("socket", no_network, EAFNOSUPPORT); }
int socketpair(int, int, int, int*) {
  return STRAIT_FAIL("socketpair", no_network, EAFNOSUPPORT);
}

// No descriptor is a socket.
int bind(int, const sockaddr*, socklen_t) { return errno = ENOTSOCK, -1; }
int connect(int, const sockaddr*, socklen_t) { return errno = ENOTSOCK, -1; }
int listen(int, int) { return errno = ENOTSOCK, -1; }
int accept(int, sockaddr*, socklen_t*) { return errno = ENOTSOCK, -1; }
int accept4(int, sockaddr*, socklen_t*, int) { return errno = ENOTSOCK, -1; }
int shutdown(int, int) { return errno = ENOTSOCK, -1; }
int getsockname(int, sockaddr*, socklen_t*) { return errno = ENOTSOCK, -1; }
int getpeername(int, sockaddr*, socklen_t*) { return errno = ENOTSOCK, -1; }
int getsockopt(int, int, int, void*, socklen_t*) { return errno = ENOTSOCK, -1; }
int setsockopt(int, int, int, const void*, socklen_t) { return errno = ENOTSOCK, -1; }
ssize_t send(int, const void*, size_t, int) { return errno = ENOTSOCK, -1; }
ssize_t sendto(int, const void*, size_t, int, const sockaddr*, socklen_t) {
  return errno = ENOTSOCK, -1;
}
ssize_t sendmsg(int, const msghdr*, int) { return errno = ENOTSOCK, -1; }
ssize_t recv(int, void*, size_t, int) { return errno = ENOTSOCK, -1; }
ssize_t recvfrom(int, void*, size_t, int, sockaddr*, socklen_t*) { return errno = ENOTSOCK, -1; }
ssize_t recvmsg(int, msghdr*, int) { return errno = ENOTSOCK, -1; }

int getaddrinfo(const char*, const char*, const addrinfo*, addrinfo**) {
  return STRAIT_REFUSE("getaddrinfo", no_network, EAI_FAIL);
}
void freeaddrinfo(addrinfo*) {}
int getnameinfo(const sockaddr*, socklen_t, char*, socklen_t, char*, socklen_t, int) {
  return STRAIT_REFUSE("getnameinfo", no_network, EAI_FAIL);
}
hostent* gethostbyname(const char*) {
  h_errno = STRAIT_REFUSE("gethostbyname", no_network, NO_RECOVERY);
  return nullptr;
}

// Libraries at run time.
void* dlopen(const char*, int) {
  (void)STRAIT_REFUSE("dlopen", no_libraries, 0);
  return nullptr;
}
}
