// files.test.ts — programs use files as they would on Linux, and what they leave behind arrives.

import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { readLeftFiles } from '../../wasm/runtime/left-files.mjs';
import { descriptorPrograms } from './support/descriptor-programs.mjs';
import { filePrograms } from './support/file-programs.mjs';
import { joined } from './support/program-frame.mjs';
import { compiledOnce, pipeline, runSource, start } from './support/playground.mjs';

const programs = [...filePrograms, ...descriptorPrograms];
// All in one module. The browsers compile each by itself.
const runProgram = compiledOnce(joined(programs));

for (const [index, { name, expect: expected }] of programs.entries()) {
  test(name, async () => {
    const { outcome, lines } = await runProgram({ stdin: `${index}` });
    const { output, ...ending } = expected;
    expect(lines.map(({ text }) => text)).toEqual(output);
    expect(outcome).toEqual(ending);
  });
}

const texts = (lines: { text: string }[]): string[] => lines.map(({ text }) => text);
const names = ({ files }: { files: { path: string; bytes: Uint8Array }[] }): string[] =>
  files.map(({ path, bytes }) => `${path} ${bytes.length}`);

test('a full file system is an error of the write, and room comes back', async () => {
  const { outcome, lines } = await runSource(`
    #include <cerrno>
    #include <cstdio>
    #include <cstring>
    #include <filesystem>
    #include <fstream>
    #include <string>
    #include <sys/statvfs.h>
    int main() {
      const std::string megabyte(1 << 20, 'x');
      std::ofstream file("large");
      int written = 0;
      while (file << megabyte << std::flush) ++written;
      std::printf("%d %s\\n", written, std::strerror(errno));
      struct statvfs room; // std::filesystem::space calls no room unknown in this libc++
      statvfs("/", &room);
      std::printf("%d\\n", static_cast<int>(room.f_bavail));
      std::ofstream other("other");
      other << "x" << std::flush;
      std::printf("%d\\n", other.fail());
      file.close();
      std::filesystem::remove("large");
      other.clear();
      other << "x" << std::flush;
      std::printf("%d\\n", other.good());
    }`);
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(texts(lines)).toEqual(['64 No space left on device', '0', '1', '1']);
});

test('a file system without memory is an error, not the end', async () => {
  const { outcome, lines } = await runSource(`
    #include <cstdio>
    #include <cstdlib>
    #include <fstream>
    #include <string>
    int main() {
      std::ofstream file("f");
      const std::string part(1 << 16, 'x');
      while (std::malloc(1 << 20)) {}
      while (std::malloc(1 << 10)) {}
      int parts = 0;
      while (parts < 1024 && file << part << std::flush) ++parts;
      std::printf("%d\\n", parts < 1024 && file.fail());
    }`);
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(texts(lines)).toEqual(['1']);
});

test('streams that are closed before any file is opened give their numbers away', async () => {
  const { left, lines } = await runSource(`
    #include <cstdio>
    #include <fcntl.h>
    #include <unistd.h>
    int main() {
      close(0);
      const int fd = open("f", O_CREAT | O_RDWR, 0600);
      std::printf("%d %zd\\n", fd, write(fd, "abc", 3));
    }`);
  expect(texts(lines)).toEqual(['0 3']);
  expect(names(left)).toEqual(['f 3']);
});

test('what is left behind arrives to the byte: after an exit, a crash, a trap', async () => {
  const run = compiledOnce(`
    #include <cstdio>
    #include <cstdlib>
    #include <filesystem>
    #include <fstream>
    #include <stdexcept>
    int main() {
      std::filesystem::create_directories("d/e");
      std::ofstream("d/e/ü.txt") << "text";
      std::ofstream("gone"); std::filesystem::remove("gone");
      std::ofstream("/home/t") << "1";
      std::ofstream("sparse") << "a";
      std::filesystem::resize_file("sparse", 10000);
      std::fstream("sparse", std::ios::in | std::ios::out).seekp(9999) << "z";
      switch (std::getchar()) {
        case 'r': return 3;
        case 'e': std::_Exit(3);
        case 't': throw std::logic_error("x");
        case 'a': std::abort();
        default: int* volatile far = reinterpret_cast<int*>(0xfffffff0); return *far;
      }
    }`);
  const sparse = new Uint8Array(10000);
  sparse[0] = 97;
  sparse[9999] = 122;
  for (const [end, kind] of Object.entries({ return: 'exited', exit: 'exited', throw: 'crashed',
    abort: 'crashed', far: 'crashed' })) {
    const { left, outcome } = await run({ stdin: end });
    expect(outcome.kind, end).toBe(kind);
    expect(names(left), end).toEqual(['/home/t 1', 'd/e/ü.txt 4', 'sparse 10000']);
    expect(new TextDecoder().decode(left.files[1]?.bytes)).toBe('text');
    expect(left.files[2]?.bytes).toEqual(sparse);
  }
});

test('too many files to list are counted, a giant one is left out', async () => {
  const { left } = await runSource(`
    #include <filesystem>
    #include <fstream>
    #include <string>
    int main() {
      std::ofstream("giant");
      std::filesystem::resize_file("giant", 500'000'000);
      for (int i = 0; i < 130; ++i) std::ofstream("f" + std::to_string(i));
    }`);
  expect(left.files.length + left.omitted).toBe(131);
  expect(left.files.every(({ path }: { path: string }) => path.startsWith('f'))).toBe(true);
});

test('a program without files leaves none, and does not carry the file system', async () => {
  const compiler = await pipeline();
  const plain = await compiler.compile('#include <cstdio>\nint main() { std::puts("x"); }');
  const opens = await compiler.compile(
    '#include <cstdio>\nint main() { std::puts(std::fopen("x", "r") ? "x" : "y"); }');
  if (!plain.ok || !opens.ok) throw new Error(plain.text + opens.text);
  const { left } = await (await start(plain.wasm)).done;
  expect(left).toEqual({ files: [], omitted: 0 });
  const cost = gzipSync(opens.wasm).length - gzipSync(plain.wasm).length;
  expect(cost).toBeGreaterThan(5_000);
  expect(cost).toBeLessThan(80_000);
});

test('what the memory of a hostile program says is checked', () => {
  const memory = new ArrayBuffer(1 << 16);
  const words = new Uint32Array(memory);
  const table = (...values: number[]): ReturnType<typeof readLeftFiles> => {
    words.fill(0);
    words.set(values, 256);
    return readLeftFiles(memory, 1024);
  };
  const none = { files: [], omitted: 0 };
  expect(readLeftFiles(memory, 0)).toEqual(none);
  expect(readLeftFiles(memory, 0xfffffff0)).toEqual(none);
  expect(readLeftFiles(memory, (1 << 16) - 4)).toEqual(none);
  const refused = { files: [], omitted: 1 };
  expect(table(1, 0, 0xffffff00, 10, 5, 2048, 1)).toEqual(refused);
  expect(table(1, 0, 2048, 0xffffffff, 5, 2048, 1)).toEqual(refused);
  expect(table(1, 0, 2048, 4, 0xffffffff, 2048, 1)).toEqual(refused);
  expect(table(1, 0, 2048, 4, 5, 0xffffff00, 1)).toEqual(refused);
  expect(table(0xffffffff, 0).omitted).toBe(0);
  expect(table(0xffffffff, 0).files).toHaveLength(100);
  words[512] = 0xffff0000; // the only block of the file below lies outside
  expect(readLeftFiles(memory, 1024).files).toHaveLength(100);
  words.set([1, 0, 3000, 0, 5, 2048, 1], 256);
  expect(readLeftFiles(memory, 1024)).toEqual(refused);
});

const refusals: [call: string, line: string][] = [
  ['fork()', 'fork: not available in a page: a program is a single process with threads'],
  ['socket(AF_INET, SOCK_STREAM, 0)',
    'socket: not available in a page: programs have no network access'],
  ['std::system("true")',
    'system: not available in a page: a program is a single process with threads'],
  ['execlp("ls", "ls", nullptr)',
    'exec: not available in a page: a program is a single process with threads'],
];
test('fork, socket, system and exec fail with an errno, and say why', async () => {
  const calls = refusals.map(([call], index) =>
    `case '${index}': return ${call};`).join('\n          ');
  const run = compiledOnce(`
      #include <cerrno>
      #include <cstdio>
      #include <cstdlib>
      #include <cstring>
      #include <sys/socket.h>
      #include <unistd.h>
      int call(int which) {
        switch (which) {
          ${calls}
        }
        return 0;
      }
      int main() {
        const int which = std::getchar();
        for (int i = 0; i < 2; ++i) {
          errno = 0;
          const int result = call(which);
          std::printf("%d %s\\n", result, std::strerror(errno));
        }
        std::printf("%d\\n", std::system(nullptr));
      }`);
  for (const [index, [call, line]] of refusals.entries()) {
    const { outcome, lines } = await run({ stdin: `${index}` });
    expect(outcome).toEqual({ kind: 'exited', code: 0 });
    const why = call.startsWith('socket') ? 'Address family not supported by protocol'
      : 'Function not implemented';
    expect(lines.filter(({ stream }) => stream === 'err').map(({ text }) => text)).toEqual([line]);
    expect(lines.filter(({ stream }) => stream === 'out').map(({ text }) => text))
      .toEqual([`-1 ${why}`, `-1 ${why}`, '0']);
  }
});

const sentences: [source: string, line: number, sentence: RegExp][] = [
  ['#include <unistd.h>\nint main() {\n  alarm(1);\n}', 3, /^alarm: not available in a page: no/],
  ['#include <sys/time.h>\nint main() {\n  itimerval t{};\n  return setitimer(0, &t, 0);\n}', 4,
    /^setitimer: not available in a page/],
  ['#include <sys/shm.h>\nint main() {\n  return shmget(1, 2, 3);\n}', 3,
    /^shmget: not available in a page: there is no other process/],
  ['#include <ucontext.h>\nint main() {\n  ucontext_t c;\n  return getcontext(&c);\n}', 4,
    /^getcontext: not available in a page: stacks/],
];
for (const [source, line, sentence] of sentences) {
  test(`what cannot be linked is told in a sentence: ${sentence.source}`, async () => {
    const compiled = await (await pipeline()).compile(source);
    expect(compiled.ok).toBe(false);
    const errors = compiled.diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors).toEqual([expect.objectContaining({ line })]);
    expect(errors[0]?.message).toMatch(sentence);
  });
}
