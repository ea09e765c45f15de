// common_uses.hpp — the prelude, and what programs commonly do with it. None of it is ever called:
// the templates that it uses are instantiated, and their code generated, when the pack is built,
// and no longer in each program that uses them.
//
// Not here: std::cout and its like, which would then be part of every program.
// Only types of the two libraries and built-in ones: what no program may specialize otherwise.
#pragma once

#include "prelude.hpp"

namespace strait_playground {

inline void use_strings(std::istream& in, std::ostream& out) {
  std::string text = "a";
  text += 'b';
  text += "c" + text + std::to_string(1) + std::to_string(1.5) + std::to_string(1UL) + "d";
  text = text + text + 'e';
  text.push_back('f');
  std::string copy(text), moved(std::move(copy)), repeated(3, 'g');
  copy = text;
  copy = std::move(moved);
  for (char& each : text) each = copy.front();
  if (text == copy || text == "h" || text < copy || text != copy || text.empty()) text.clear();
  text = copy.substr(0, text.find("i") + text.size()) + std::string(std::string_view("j"));
  out << text << "k" << 'l' << 1 << 1U << 1L << 1UL << 1.5 << true << std::endl;
  out << std::string_view(text) << std::this_thread::get_id() << std::flush;
  std::ostringstream written;
  written << text << "m" << 1 << 1.5;
  std::istringstream read(written.str());
  in >> text;
  read >> text;
  while (std::getline(in, text)) out << std::stoi(text) << '\n';
}

inline void use_format(std::FILE* file, std::string text) {
  text += std::format("{} {} {} {} {} {}", 1, 2U, 3L, 4UL, 5LL, 6ULL) + std::format("{}", 1.5);
  text = std::format("{:>8} {:.2f} {:#x} {} {} {} {}", text, 1.5, 255, std::string_view("a"), 'b',
                     "c", true);
  std::print(file, "{} {:.2f} {}\n", text, 1.5, 1);
  std::println(file, "{}", std::string_view(text));
  std::print("{} {} {}", 1, "d", text);
  std::println("{} {} {}", 1U, text.c_str(), 'e');
  std::println("");
}

template <class T>
void use_vector(T value) {
  std::vector<T> values(3), more{value, value}, none;
  values.reserve(8);
  values.push_back(value);
  values.push_back(std::move(value));
  values.emplace_back(values.back());
  values.resize(values.size() + 1);
  values.insert(values.end(), more.begin(), more.end());
  for (T& each : values) each = values[0];
  for (const T& each : std::as_const(values)) more[0] = each;
  std::sort(values.begin(), values.end());
  std::ranges::sort(values);
  std::reverse(values.begin(), values.end());
  values.erase(std::find(values.begin(), values.end(), values.front()));
  values.pop_back();
  none = values;
  more = std::move(none);
  if (more == values || more.empty()) more.clear();
  std::optional<T> maybe = more.front();
  if (maybe.has_value()) *maybe = maybe.value();
  std::deque<T> line;
  line.push_back(*maybe);
  line.pop_front();
  std::queue<T> queue;
  queue.push(*maybe);
  *maybe = queue.front();
  if (!queue.empty()) queue.pop();
  std::set<T> unique;
  unique.insert(*maybe);
  if (unique.contains(*maybe)) unique.erase(*maybe);
  auto owned = std::make_unique<T>(*maybe);
  auto shared = std::make_shared<T>(*std::move(owned));
  std::shared_ptr<T> other = shared;
  *other = *shared;
}

template <class Map>
void use_map(const typename Map::key_type& key, std::ostream& out) {
  Map map;
  map[key] = typename Map::mapped_type{};
  ++map[key];
  map.emplace(key, map.at(key));
  for (auto& [each, value] : map) value = map[each];
  if (map.contains(key) || map.find(key) != map.end() || !map.empty()) map.erase(key);
  out << map.size() << map.count(key);
}

template <class Thread>
void use_threads() {
  std::vector<Thread> threads;
  threads.reserve(1);
  threads.push_back(Thread());
  threads.push_back(Thread([] {}));
  threads.emplace_back([] {});
  for (Thread& each : threads) {
    if (each.joinable()) each.join();
  }
  Thread one([] {});
  one = std::move(threads[0]);
  threads.clear();
}

inline void use_synchronization(std::ostream& out) {
  using namespace std::chrono_literals;
  std::mutex mutex;
  std::condition_variable changed;
  { std::lock_guard guard(mutex); }
  { std::scoped_lock guard(mutex); }
  std::unique_lock lock(mutex);
  changed.wait(lock);
  if (changed.wait_for(lock, 1ms) == std::cv_status::timeout) changed.notify_all();
  lock.unlock();
  std::atomic<int> count = 0;
  std::atomic<bool> flag = false;
  std::atomic<std::size_t> size = 0;
  ++count;
  flag = count.load() > count.fetch_add(1) || flag.exchange(true);
  size += count + flag.load();
  flag.store(false);
  std::this_thread::sleep_for(1us);
  std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(1s);
  const auto start = std::chrono::steady_clock::now();
  const auto taken = std::chrono::steady_clock::now() - start;
  out << std::chrono::duration_cast<std::chrono::milliseconds>(taken).count()
      << std::chrono::duration_cast<std::chrono::microseconds>(taken).count()
      << std::chrono::duration<double>(taken).count()
      << std::chrono::duration<double, std::milli>(taken).count();
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  promise.set_value(1);
  if (future.wait_for(1ms) == std::future_status::ready) count += future.get();
  std::function<void()> call = [] {};
  std::function<int(int)> map = [](int value) { return value; };
  call();
  count = map(1);
}

#if __cplusplus > 202002L && __has_include(<strait/strait.hpp>)
template <class T>
void use_channel(strait::channel<T> made, T value) {
  using namespace std::chrono_literals;
  auto& [tx, rx] = made;
  strait::sender<T> sender = tx, other_sender(std::move(sender));
  strait::receiver<T> receiver = rx, other_receiver(std::move(receiver));
  sender = tx;
  sender = {};
  sender = std::move(other_sender);
  receiver = rx;
  receiver = {};
  receiver = std::move(other_receiver);
  if (auto sent = tx.send(value); !sent) value = std::move(sent.error().value);
  if (!tx.try_send(value) || !tx.send_for(value, 1ms)) tx.close();
  if (!tx.send_for(value, 1s)) return;
  if (auto received = rx.recv()) value = *std::move(received);
  if (auto received = rx.try_recv(); received.has_value()) value = received.value();
  auto received = rx.recv_for(1ms);
  if (!received && received.error() == strait::recv_error::timeout) received = rx.recv_for(1s);
  for (T message : rx) value = std::move(message);
  for (const T& message : rx) value = message;
  if (rx.is_disconnected()) rx.close();
}

inline void use_channels() {
  using namespace std::chrono_literals;
  use_channel(strait::unbounded<int>(), 1);
  use_channel(strait::bounded<int>(0), 1);
  use_channel(strait::unbounded<std::string>(), std::string());
  use_channel(strait::bounded<std::string>(1), std::string());
  auto timeout = strait::after(1s);
  auto soon = strait::after(1ms);
  auto ticks = strait::tick(1ms);
  for (auto moment : ticks) strait::select(strait::on_recv(soon), strait::on_recv(timeout));
  (void)timeout.recv();
}
#endif

inline void use_everything(std::istream& in, std::ostream& out) {
  use_strings(in, out);
  use_vector(1);
  use_vector(1.5);
  use_vector(std::string());
  use_map<std::map<std::string, int>>({}, out);
  use_map<std::map<int, int>>(1, out);
  use_map<std::unordered_map<std::string, int>>({}, out);
  use_threads<std::thread>();
  use_threads<std::jthread>();
  use_synchronization(out);
#if __cplusplus > 202002L && __has_include(<strait/strait.hpp>)
  use_channels();
#endif
}

}  // namespace strait_playground
