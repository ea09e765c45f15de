// program-frame.mjs — what the programs of file-programs.mjs and descriptor-programs.mjs share:
// #includes, and a few functions that print what a call gave.

const head = `
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
namespace fs = std::filesystem;
static const char* name_of(int error) {
  switch (error) {
    case EACCES: return "EACCES";
    case EAGAIN: return "EAGAIN";
    case EBADF: return "EBADF";
    case EEXIST: return "EEXIST";
    case EFBIG: return "EFBIG";
    case EINVAL: return "EINVAL";
    case EISDIR: return "EISDIR";
    case ELOOP: return "ELOOP";
    case EMFILE: return "EMFILE";
    case ENAMETOOLONG: return "ENAMETOOLONG";
    case ENOENT: return "ENOENT";
    case ENOSPC: return "ENOSPC";
    case ENOTDIR: return "ENOTDIR";
    case ENOTEMPTY: return "ENOTEMPTY";
    case EPERM: return "EPERM";
    case EPIPE: return "EPIPE";
    case ERANGE: return "ERANGE";
    case ESPIPE: return "ESPIPE";
    default: return std::strerror(error);
  }
}
[[maybe_unused]] static void say(const char* what, long long value) {
  std::printf("%s %lld\\n", what, value);
}
/// What a call gave: its result, or the name of its error.
[[maybe_unused]] static void result(const char* what, long long value) {
  if (value >= 0) return say(what, value);
  std::printf("%s: %s\\n", what, name_of(errno));
}
[[maybe_unused]] static void write_all(const char* name, const char* text) {
  std::ofstream(name) << text;
}
[[maybe_unused]] static std::string read_all(const char* name) {
  std::ifstream file(name);
  return {std::istreambuf_iterator<char>(file), {}};
}
template <class Call> [[maybe_unused]] static void attempt(const char* what, Call call) {
  try {
    call();
    std::printf("%s: done\\n", what);
  } catch (const fs::filesystem_error& error) {
    std::printf("%s: %s\\n", what, name_of(error.code().value()));
  }
}
`;

/**
 * @typedef {{ name: string, source: string, parts: { before: string, body: string },
 *             expect: { kind: string, code?: number, reason?: string, output: string[] } }}
 *           FileProgram
 */

/**
 * A program that ends with 0 and prints these lines.
 * @param {string} body of main() @param {string} [before] in front of it
 * @returns {FileProgram}
 */
export const exited = (name, output, body, before = '') => ({
  name,
  source: `${head}${before}\nint main() {\n${body}\n}\n`,
  parts: { before, body },
  expect: { kind: 'exited', code: 0, output },
});

/**
 * One program that is each of these: the one whose index it reads. It is compiled once.
 * @param {FileProgram[]} programs
 */
export function joined(programs) {
  const includes = [], functions = [], cases = [];
  for (const [index, { parts: { before, body } }] of programs.entries()) {
    const lines = before.split('\n');
    includes.push(...lines.filter((line) => line.startsWith('#include')));
    const own = lines.filter((line) => !line.startsWith('#include')).join('\n');
    functions.push(`namespace program_${index} {\n${own}\nvoid main() {\n${body}\n}\n}\n`);
    cases.push(`case ${index}: program_${index}::main(); return 0;`);
  }
  return `${includes.join('\n')}\n${head}${functions.join('')}
int main() {
  char index[4] = {};
  if (read(0, index, 3) < 1) return 1;
  switch (std::atoi(index)) {
    ${cases.join('\n    ')}
  }
  return 1;
}
`;
}
