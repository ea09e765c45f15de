// absent_processes.cpp — other processes: fork, exec, spawn, system, popen.
#include <spawn.h>
#include <unistd.h>

#include "absent.hpp"

static constexpr const char* one_process = "a program is a single process with threads";

extern "C" {

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

/// system(nullptr) asks whether there is a shell.
int _emscripten_system(const char* command) {
  if (command == nullptr) return 0;
  return -STRAIT_REFUSE("system", one_process, ENOSYS);
}
}
