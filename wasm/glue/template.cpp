// template.cpp — the program that emcc links once to make the glue. Its only purpose is to use what
// programs of the playground may use, so that the glue provides at least what they import.
// It is never run.
#include <emscripten/threading.h>
#include <err.h>
#include <pthread.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <clocale>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <locale>
#include <memory_resource>
#include <mutex>
#include <random>
#include <regex>
#include <semaphore>
#include <shared_mutex>
#include <stop_token>
#include <system_error>
#include <thread>

namespace {

void use_threads() {
  std::mutex mutex;
  std::shared_timed_mutex shared;
  std::condition_variable_any changed;
  std::counting_semaphore<8> semaphore{1};
  std::jthread thread([&](std::stop_token token) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, token, std::chrono::milliseconds(1), [] { return true; });
  });
  auto later = std::async(std::launch::async, [] { return 1; });
  (void)semaphore.try_acquire_for(std::chrono::milliseconds(1));
  (void)shared.try_lock_shared_for(std::chrono::milliseconds(1));
  std::this_thread::sleep_for(std::chrono::milliseconds(later.get()));
  std::this_thread::yield();
  std::cout << std::thread::hardware_concurrency() << std::this_thread::get_id();
  pthread_cancel(pthread_self());
  pthread_kill(pthread_self(), SIGTERM);
  // Never without the question: what comes after it would be left out of the program.
  if (std::getenv("LEAVE") != nullptr) pthread_exit(nullptr);
}

void use_time() {
  std::time_t now = std::time(nullptr);
  char text[80];
  std::strftime(text, sizeof text, "%c %Z", std::localtime(&now));
  std::tm* parts = std::gmtime(&now);
  std::cout << text << std::mktime(parts) << timegm(parts) << std::clock();
  timeval value;
  gettimeofday(&value, nullptr);
  timespec resolution;
  clock_getres(CLOCK_MONOTONIC, &resolution);
  usleep(1);
}

void use_system() {
  std::cout << std::random_device{}() << std::getenv("HOME") << std::setlocale(LC_ALL, "");
  std::cout << getpid() << sysconf(_SC_NPROCESSORS_ONLN) << isatty(1);
  std::signal(SIGINT, [](int) {});
  std::raise(SIGINT);
  std::atexit([] {});
  std::cout << std::generic_category().message(1);
  warn("%s", "prints the name of the program");
}

void use_files() {
  std::string text;
  std::cin >> text;
  std::ofstream(text) << text;
  std::cout << std::filesystem::exists(text);
}

}  // namespace

int main(int count, char** arguments) {
  use_threads();
  use_time();
  use_system();
  use_files();
  std::pmr::synchronized_pool_resource pool;
  std::cout << std::regex_match(arguments[0], std::regex("a")) << count << std::locale("").name();
  int word = 0;
  emscripten_futex_wait(&word, 0, 1);
  return 0;
}
