// file-programs.mjs — programs that use files by their names, and what each prints: the same as on
// Linux, for a user who is not root. Each runs in a directory of its own that is empty.
import { exited } from './program-frame.mjs';

/** @type {import('./program-frame.mjs').FileProgram[]} */
export const filePrograms = [
  exited('streams write, append, read, seek and find the end', [
    'one|two|three|', 'eof 1', 'size 14', 'middle w', 'one\ntwo\nTHREE', 'missing 0',
    'missing: ENOENT',
  ].join('\n').split('\n'), `
  { std::ofstream file("a.txt"); file << "one\\n" << "two\\n"; }
  { std::ofstream file("a.txt", std::ios::app); file << "three\\n"; }
  std::ifstream in("a.txt");
  for (std::string line; std::getline(in, line);) std::cout << line << '|';
  std::cout << "\\neof " << in.eof() << '\\n';
  say("size", static_cast<long long>(fs::file_size("a.txt")));
  std::fstream both("a.txt", std::ios::in | std::ios::out);
  both.seekg(5);
  std::cout << "middle " << static_cast<char>(both.get()) << std::endl;
  both.seekp(8);
  both << "THREE";
  both.close();
  std::cout << read_all("a.txt");
  std::ifstream none("none");
  say("missing", none.is_open());
  result("missing", open("none", O_RDONLY));`),

  exited('binary data of a megabyte arrives as it was', ['same 1', 'size 1048583'], `
  std::vector<char> bytes(1048583);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 31 + i / 4096);
  std::ofstream("b.bin", std::ios::binary).write(bytes.data(), bytes.size());
  std::vector<char> back(bytes.size());
  std::ifstream("b.bin", std::ios::binary).read(back.data(), back.size());
  say("same", bytes == back);
  say("size", fs::file_size("b.bin"));`),

  exited('fopen knows its modes', [
    'r: ENOENT', 'w+ hello', 'a+ hello!', 'r+ Jello!', 'wx: EEXIST',
    'write to r: EBADF', 'read from w: EBADF', 'tell 6',
  ], `
  std::FILE* file = std::fopen("m", "r");
  if (!file) std::printf("r: %s\\n", name_of(errno));
  char text[32] = {};
  file = std::fopen("m", "w+"); std::fputs("hello", file); std::rewind(file);
  std::fgets(text, 32, file); std::printf("w+ %s\\n", text); std::fclose(file);
  file = std::fopen("m", "a+"); std::fputs("!", file); std::rewind(file);
  std::fgets(text, 32, file); std::printf("a+ %s\\n", text); std::fclose(file);
  file = std::fopen("m", "r+"); std::fputc('J', file); std::rewind(file);
  std::fgets(text, 32, file); std::printf("r+ %s\\n", text); std::fclose(file);
  file = std::fopen("m", "wx");
  if (!file) std::printf("wx: %s\\n", name_of(errno));
  int fd = open("m", O_RDONLY);
  if (write(fd, "x", 1) < 0) std::printf("write to r: %s\\n", name_of(errno));
  fd = open("m", O_WRONLY);
  if (read(fd, text, 1) < 0) std::printf("read from w: %s\\n", name_of(errno));
  say("tell", lseek(fd, 0, SEEK_END));`),

  exited('directories are made, walked and removed', [
    'made 1', 'again 0', 'x/', 'x/y/', 'x/y/z/', 'x/y/z/f', 'not empty: ENOTEMPTY',
    'removed 4', 'gone 0', 'over a file: ENOTDIR', 'into none: ENOENT',
    'nothing to remove 0',
  ], `
  say("made", fs::create_directories("x/y/z"));
  say("again", fs::create_directory("x"));
  write_all("x/y/z/f", "1");
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(".")) {
    paths.push_back(entry.path().string().substr(2) + (entry.is_directory() ? "/" : ""));
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) std::puts(path.c_str());
  attempt("not empty", [] { fs::remove("x"); });
  say("removed", static_cast<long long>(fs::remove_all("x")));
  say("gone", fs::exists("x"));
  write_all("f", "");
  attempt("over a file", [] { fs::create_directory("f/g"); });
  attempt("into none", [] { fs::create_directory("none/g"); });
  say("nothing to remove", fs::remove("none"));`),

  exited('rename moves, replaces and refuses', [
    'two', 'a 0', 'dir over file: ENOTDIR', 'file over dir: EISDIR',
    'over full: ENOTEMPTY', 'into itself: EINVAL', 'over empty: done',
    'inside 1', 'none: ENOENT', 'parent same 1',
  ], `
  write_all("a", "two"); write_all("b", "one");
  fs::rename("a", "b");
  std::puts(read_all("b").c_str());
  say("a", fs::exists("a"));
  fs::create_directories("d/e"); fs::create_directory("empty");
  attempt("dir over file", [] { fs::rename("d", "b"); });
  attempt("file over dir", [] { fs::rename("b", "empty"); });
  attempt("over full", [] { fs::rename("empty", "d"); });
  attempt("into itself", [] { fs::rename("d", "d/e/f"); });
  attempt("over empty", [] { fs::rename("d", "empty"); });
  say("inside", fs::is_directory("empty/e"));
  result("none", std::rename("none", "x"));
  say("parent same", fs::equivalent("empty/e/..", "empty"));`),

  exited('copies: files, trees, what is there already', [
    'copied 1', 'again: EEXIST', 'kept 0', 'over 1', 'new', 'tree new', 'mode 640',
    'deep 1', 'none: ENOENT',
  ], `
  write_all("a", "new"); write_all("b", "old"); chmod("a", 0640);
  say("copied", fs::copy_file("a", "c"));
  attempt("again", [] { fs::copy_file("a", "b"); });
  say("kept", fs::copy_file("a", "b", fs::copy_options::skip_existing));
  say("over", fs::copy_file("a", "b", fs::copy_options::overwrite_existing));
  std::puts(read_all("b").c_str());
  fs::create_directories("t/u/v"); write_all("t/u/f", "new");
  fs::copy("t", "w", fs::copy_options::recursive);
  std::printf("tree %s\\n", read_all("w/u/f").c_str());
  struct stat info; stat("c", &info);
  std::printf("mode %o\\n", info.st_mode & 0777);
  say("deep", fs::is_directory("w/u/v"));
  attempt("none", [] { fs::copy_file("none", "x"); });`),

  exited('links: symbolic, hard, dangling, in a circle', [
    'target f', 'through text', 'size 4', 'is link 1', 'count 2', 'same 1', 'still text',
    'count 1', 'dangling 0', 'made by its link', 'circle: ELOOP',
    'link of directory: EPERM', 'canonical 1', 'weakly d/none',
    'proximate ../d', 'readlink: EINVAL', 'unlinked link 1',
  ], `
  write_all("f", "text");
  fs::create_symlink("f", "s");
  std::printf("target %s\\n", fs::read_symlink("s").c_str());
  std::printf("through %s\\n", read_all("s").c_str());
  say("size", fs::file_size("s"));
  say("is link", fs::is_symlink("s"));
  fs::create_hard_link("f", "h");
  say("count", fs::hard_link_count("h"));
  say("same", fs::equivalent("f", "h"));
  fs::remove("f");
  std::printf("still %s\\n", read_all("h").c_str());
  say("count", fs::hard_link_count("h"));
  say("dangling", fs::exists("s"));
  { std::ofstream out("s"); out << "made by its link\\n"; }
  std::printf("%s", read_all("f").c_str());
  fs::create_symlink("q", "p"); fs::create_symlink("p", "q");
  result("circle", open("p", O_RDONLY));
  fs::create_directory("d");
  result("link of directory", link("d", "e"));
  say("canonical", fs::canonical("d/../s") == fs::current_path() / "f");
  std::printf("weakly %s\\n",
              fs::weakly_canonical("d/../d/none").lexically_relative(fs::current_path()).c_str());
  std::printf("proximate %s\\n", fs::relative("d", "h").c_str());
  char buffer[8]; result("readlink", readlink("h", buffer, 8));
  unlink("s"); say("unlinked link", fs::exists("f"));`),

  exited('sizes, times, permissions, free room', [
    'resized 3', 'grown 5', 'zeros 1', 'time 1', 'no read: EACCES', 'read only 1',
    'write: EACCES', 'no entry: EACCES', 'access: EACCES',
    'mask 644', 'too large: EFBIG', 'room 1', 'less room 1', 'negative: EINVAL',
  ], `
  write_all("f", "12345");
  fs::resize_file("f", 3); say("resized", fs::file_size("f"));
  fs::resize_file("f", 5); say("grown", fs::file_size("f"));
  say("zeros", read_all("f") == std::string("123\\0\\0", 5));
  const auto time = fs::file_time_type::clock::now() - std::chrono::hours(5);
  fs::last_write_time("f", time);
  const auto wrong = fs::last_write_time("f") - time;
  say("time", wrong < std::chrono::microseconds(1) && wrong > std::chrono::microseconds(-1));
  fs::permissions("f", fs::perms::none);
  result("no read", open("f", O_RDONLY));
  fs::permissions("f", fs::perms::owner_read, fs::perm_options::add);
  say("read only", std::ifstream("f").is_open());
  result("write", open("f", O_WRONLY));
  fs::create_directory("d"); write_all("d/g", "");
  fs::permissions("d", fs::perms::owner_write, fs::perm_options::remove);
  result("no entry", open("d/new", O_CREAT | O_WRONLY, 0644));
  result("access", access("f", W_OK));
  fs::permissions("d", fs::perms::owner_all);
  umask(022); close(open("m", O_CREAT | O_WRONLY, 0666));
  struct stat info; stat("m", &info); std::printf("mask %o\\n", info.st_mode & 0777);
  result("too large", truncate("m", 1LL << 60));
  const auto before = fs::space(".");
  say("room", before.available > 1000000 && before.capacity >= before.free);
  std::ofstream("m") << std::string(1000000, 'x') << std::flush;
  say("less room", fs::space(".").free < before.free);
  result("negative", truncate("m", -1));`),

  exited('the current directory', [
    'in d', 'file 1', 'up 1', 'none: ENOENT', 'to a file: ENOTDIR',
    'removed: ENOENT', 'small: ERANGE', 'by fd e',
  ], `
  const auto home = fs::current_path();
  fs::create_directory("d");
  fs::current_path("d");
  std::printf("in %s\\n", fs::current_path().filename().c_str());
  write_all("f", "");
  say("file", fs::exists(home / "d/f"));
  fs::current_path("..");
  say("up", fs::current_path() == home);
  result("none", chdir("none"));
  result("to a file", chdir("d/f"));
  fs::create_directory("e"); chdir("e"); fs::remove(home / "e");
  char path[4096];
  result("removed", open("new", O_CREAT | O_WRONLY, 0644));
  chdir(home.c_str());
  chdir("d");
  if (!getcwd(path, 2)) std::printf("small: %s\\n", name_of(errno));
  chdir(home.c_str()); fs::create_directory("e");
  const int fd = open("e", O_RDONLY | O_DIRECTORY);
  fchdir(fd);
  std::printf("by fd %s\\n", fs::current_path().filename().c_str());`),

  exited('temporary files', [
    'tmpfile kept', 'name 1', 'mkstemp 1 600', 'mkdtemp 1', 'temp 1', 'unlinked still here',
    'no name 0',
  ], `
  std::FILE* file = std::tmpfile();
  std::fputs("kept", file); std::rewind(file);
  char text[32] = {}; std::fgets(text, 32, file); std::printf("tmpfile %s\\n", text);
  char name[L_tmpnam]; say("name", std::tmpnam(name) != nullptr && !fs::exists(name));
  char pattern[] = "fXXXXXX"; const int fd = mkstemp(pattern);
  struct stat info; fstat(fd, &info);
  std::printf("mkstemp %d %o\\n", fs::exists(pattern), info.st_mode & 0777);
  char directory[] = "dXXXXXX"; say("mkdtemp", mkdtemp(directory) && fs::is_directory(directory));
  say("temp", fs::is_directory(fs::temp_directory_path()));
  write(fd, "still here", 10); unlink(pattern); lseek(fd, 0, SEEK_SET);
  std::printf("unlinked %.*s\\n", static_cast<int>(read(fd, text, 32)), text);
  say("no name", fs::exists(pattern));`),
];
