// descriptor-programs.mjs — programs that use descriptors, pipes, memory and jumps, and what each
// prints: the same as on Linux, for a user who is not root, in an empty directory.
import { exited } from './program-frame.mjs';

/** @type {import('./program-frame.mjs').FileProgram[]} */
export const descriptorPrograms = [
  exited('descriptors: dup, dup2, fcntl, positions, limits', [
    'shared position 4', 'closed: EBADF', 'pread bc', 'still 4', 'lowest 1',
    'append abcdXY',
    'flags 1', 'seek before: EINVAL', 'terminal 0',
    'seek pipe: ESPIPE', 'directory: EISDIR', 'dup: EBADF',
    'locked 0', 'too many: EMFILE', 'again 1',
  ], `
  int fd = open("f", O_RDWR | O_CREAT, 0644);
  write(fd, "abcd", 4);
  const int other = dup(fd);
  say("shared position", lseek(other, 0, SEEK_CUR));
  close(fd);
  result("closed", write(fd, "x", 1));
  char text[8] = {}; pread(other, text, 2, 1); std::printf("pread %s\\n", text);
  say("still", lseek(other, 0, SEEK_CUR));
  say("lowest", open("f", O_RDONLY) == fd);
  const int append = open("f", O_WRONLY | O_APPEND);
  lseek(append, 0, SEEK_SET); write(append, "XY", 2);
  std::printf("append %s\\n", read_all("f").c_str());
  say("flags", (fcntl(append, F_GETFL) & (O_APPEND | O_ACCMODE)) == (O_APPEND | O_WRONLY));
  result("seek before", lseek(fd, -1, SEEK_SET));
  say("terminal", isatty(fd));
  int ends[2]; pipe(ends);
  result("seek pipe", lseek(ends[0], 0, SEEK_SET));
  result("directory", open(".", O_WRONLY));
  result("dup", dup2(999, 5));
  struct flock lock = {}; lock.l_type = F_WRLCK; result("locked", fcntl(append, F_SETLK, &lock));
  std::vector<int> many;
  int one;
  while ((one = open("f", O_RDONLY)) >= 0) many.push_back(one);
  result("too many", one);
  close(many.back());
  say("again", open("f", O_RDONLY) >= 0);`),

  exited('pipes wait for their other end', [
    'empty: EAGAIN', 'ready 0', 'ready 1', 'first', 'sum 5000050000',
    'end 0', 'broken: EPIPE',
  ], `
  std::signal(SIGPIPE, SIG_IGN);
  int ends[2]; pipe(ends);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  char text[8] = {};
  result("empty", read(ends[0], text, 8));
  pollfd polled = {ends[0], POLLIN, 0};
  say("ready", poll(&polled, 1, 0));
  fcntl(ends[0], F_SETFL, 0);
  std::thread first([&] { write(ends[1], "first", 5); });
  say("ready", poll(&polled, 1, 10000));
  first.join();
  std::printf("%.*s\\n", static_cast<int>(read(ends[0], text, 8)), text);
  std::thread writer([&] {
    for (int i = 1; i <= 100000; ++i) write(ends[1], &i, sizeof i);
    close(ends[1]);
  });
  long long sum = 0;
  std::FILE* in = fdopen(ends[0], "r");
  for (int i; std::fread(&i, sizeof i, 1, in) == 1;) sum += i;
  writer.join();
  say("sum", sum);
  say("end", read(ends[0], text, 8));
  int others[2]; pipe(others); close(others[0]);
  result("broken", write(others[1], "x", 1));`, '#include <csignal>'),

  exited('readdir, telldir, rewinddir, scandir', [
    '. .. a b', 'again . .. a b', 'types 4 8', 'scandir 4', 'none: ENOENT',
    'file: ENOTDIR',
  ], `
  mkdir("a", 0755); write_all("b", "");
  DIR* directory = opendir(".");
  auto list = [&] {
    std::vector<std::string> names;
    while (const dirent* entry = readdir(directory)) names.push_back(entry->d_name);
    std::sort(names.begin(), names.end());
    std::string all;
    for (const auto& name : names) all += (all.empty() ? "" : " ") + name;
    return all;
  };
  std::puts(list().c_str());
  rewinddir(directory);
  std::printf("again %s\\n", list().c_str());
  rewinddir(directory);
  int types[2] = {};
  while (const dirent* entry = readdir(directory)) {
    if (entry->d_name[0] != '.') types[entry->d_name[0] - 'a'] = entry->d_type;
  }
  std::printf("types %d %d\\n", types[0], types[1]);
  closedir(directory);
  dirent** names;
  say("scandir", scandir(".", &names, nullptr, alphasort));
  if (!opendir("none")) std::printf("none: %s\\n", name_of(errno));
  if (!opendir("b")) std::printf("file: %s\\n", name_of(errno));`),

  exited('freopen and dup2 send output elsewhere and back', [
    'before', 'after', 'into the file', 'by printf', 'cerr',
  ], `
  std::puts("before"); std::fflush(stdout);
  const int kept = dup(1);
  std::freopen("out.txt", "w", stdout);
  std::puts("into the file");
  std::cout << "by printf" << std::endl; std::fflush(stdout);
  const int fd = open("out.txt", O_WRONLY | O_APPEND);
  const int errors = dup(2);
  dup2(fd, 2); std::cerr << "cerr\\n"; dup2(errors, 2);
  dup2(kept, 1);
  std::puts("after"); std::fflush(stdout);
  std::fputs(read_all("out.txt").c_str(), stdout);`),

  exited('files in memory: private, shared, anonymous', [
    'private HELLO hello', 'shared JELLO', 'after close JELLY', 'anonymous 0 7', 'none: 1',
    'empty: EINVAL',
  ], `
  write_all("f", "hello");
  int fd = open("f", O_RDWR);
  char* map = static_cast<char*>(mmap(nullptr, 5, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0));
  std::memcpy(map, "HELLO", 5);
  std::printf("private %.5s %s\\n", map, read_all("f").c_str());
  munmap(map, 5);
  map = static_cast<char*>(mmap(nullptr, 5, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  std::memcpy(map, "JELLO", 5); msync(map, 5, MS_SYNC);
  std::printf("shared %s\\n", read_all("f").c_str());
  close(fd); map[4] = 'Y'; munmap(map, 5);
  std::printf("after close %s\\n", read_all("f").c_str());
  auto* words = static_cast<int*>(mmap(nullptr, 1 << 16, PROT_READ | PROT_WRITE,
                                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  const int before = words[100]; words[100] = 7;
  std::printf("anonymous %d %d\\n", before, words[100]);
  say("none:", mmap(nullptr, 5, PROT_READ, MAP_PRIVATE, 99, 0) == MAP_FAILED);
  fd = open("f", O_RDONLY);
  if (mmap(nullptr, 0, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED) {
    std::printf("empty: %s\\n", name_of(errno));
  }`),

  exited('eight threads write files of their own and one of all', [
    'own 8', 'lines 8000', 'whole 1',
  ], `
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([t] {
      const std::string name = "own" + std::to_string(t);
      for (int i = 0; i < 100; ++i) { std::ofstream file(name, std::ios::app); file << i << ' '; }
      const int fd = open("all", O_WRONLY | O_CREAT | O_APPEND, 0644);
      for (int i = 0; i < 1000; ++i) {
        std::string line = "thread " + std::to_string(t) + " says " + std::to_string(i) + '\\n';
        write(fd, line.data(), line.size());
      }
      close(fd);
    });
  }
  for (auto& thread : threads) thread.join();
  int own = 0;
  for (int t = 0; t < 8; ++t) own += read_all(("own" + std::to_string(t)).c_str()).ends_with("99 ");
  say("own", own);
  std::ifstream all("all");
  int lines = 0; bool whole = true;
  for (std::string line; std::getline(all, line); ++lines) {
    int t, i; char end;
    whole &= std::sscanf(line.c_str(), "thread %d says %d%c", &t, &i, &end) == 2;
  }
  say("lines", lines); say("whole", whole);`),

  exited('what a path may be', [
    'slashes 1', 'dots 1', 'file as directory: ENOTDIR', 'empty: ENOENT',
    'long name: ENAMETOOLONG', 'long path: ENAMETOOLONG',
    'trailing slash: EISDIR', 'mkdir with slash 0', 'unicode ü漢', 'spaces 1',
    'rmdir dot: EINVAL', 'rmdir dots: ENOTEMPTY', 'unlink dir: 1',
    'two dots 1',
  ], `
  mkdir("d", 0755); write_all("d/f", "");
  say("slashes", fs::exists("d//f"));
  say("dots", fs::exists("./d/../d/./f"));
  result("file as directory", open("d/f/", O_RDONLY));
  result("empty", open("", O_RDONLY));
  result("long name", open(std::string(256, 'x').c_str(), O_CREAT | O_WRONLY, 0644));
  result("long path", open(std::string(5000, '/').c_str(), O_RDONLY));
  result("trailing slash", open("new/", O_CREAT | O_WRONLY, 0644));
  result("mkdir with slash", mkdir("e/", 0755));
  write_all("ü漢", ""); 
  for (const auto& entry : fs::directory_iterator(".")) {
    if (entry.is_regular_file()) std::printf("unicode %s\\n", entry.path().filename().c_str());
  }
  write_all("d/a b\\nc", ""); say("spaces", fs::exists("d/a b\\nc"));
  result("rmdir dot", rmdir("e/."));
  result("rmdir dots", rmdir("d/.."));
  say("unlink dir:", unlink("e") < 0);
  say("two dots", fs::equivalent("d/..", "."));`),

  exited('select and poll as sleeps, and on files', [
    'slept 0', 'poll 0', 'file 1 1', 'bad: EBADF', 'invalid 1 1',
  ], `
  timeval time{0, 2000};
  say("slept", select(0, nullptr, nullptr, nullptr, &time));
  say("poll", poll(nullptr, 0, 2));
  const int fd = open("f", O_RDWR | O_CREAT, 0644);
  pollfd polled = {fd, POLLIN | POLLOUT, 0};
  const int count = poll(&polled, 1, -1);
  std::printf("file %d %d\\n", count, polled.revents == (POLLIN | POLLOUT));
  fd_set set; FD_ZERO(&set); FD_SET(77, &set); time = {0, 0};
  result("bad", select(78, &set, nullptr, nullptr, &time));
  polled = {77, POLLIN, 0};
  const int invalid = poll(&polled, 1, 0);
  std::printf("invalid %d %d\\n", invalid, polled.revents == POLLNVAL);`),

  exited('devices', ['null 0', 'zero 1', 'full: ENOSPC', 'random 1'], `
  char bytes[600];
  int fd = open("/dev/null", O_RDWR); write(fd, "x", 1); say("null", read(fd, bytes, 4));
  fd = open("/dev/zero", O_RDONLY); read(fd, bytes, 600);
  say("zero", std::all_of(bytes, bytes + 600, [](char c) { return c == 0; }));
  fd = open("/dev/full", O_WRONLY); result("full", write(fd, "x", 1));
  fd = open("/dev/urandom", O_RDONLY); read(fd, bytes, 600);
  say("random", std::any_of(bytes, bytes + 600, [](char c) { return c != 0; }));`),

  exited('setjmp and longjmp, also past frames, in threads and beside exceptions', [
    'first 0', 'back 7', 'zero 1', 'thread 3', 'caught beside', 'signal mask 5',
  ], `
  std::jmp_buf place;
  volatile int value = setjmp(place);
  if (value == 0) { std::puts("first 0"); deep(place, 20, 7); }
  say("back", value);
  if (const int got = setjmp(place)) say("zero", got); else std::longjmp(place, 0);
  std::thread([] {
    std::jmp_buf own;
    if (const int got = setjmp(own)) say("thread", got); else deep(own, 3, 3);
  }).join();
  try {
    if (setjmp(place) == 0) std::longjmp(place, 1);
    throw std::string("caught beside");
  } catch (const std::string& text) { std::puts(text.c_str()); }
  sigjmp_buf with_mask;
  if (const int got = sigsetjmp(with_mask, 1)) say("signal mask", got);
  else siglongjmp(with_mask, 5);`, `
#include <csetjmp>
#include <setjmp.h>
[[noreturn]] static void deep(std::jmp_buf& place, int frames, int value) {
  if (frames == 0) std::longjmp(place, value);
  deep(place, frames - 1, value);
  std::abort();
}`),
];
