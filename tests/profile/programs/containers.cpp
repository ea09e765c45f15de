// containers.cpp — containers, algorithms, threads and channels, as larger programs combine them.
#include <bits/stdc++.h>
#include <strait/strait.hpp>
using namespace std;
struct employee {
  string name;
  int age;
  double salary;
  bool operator<(const employee& o) const { return age < o.age; }
};
template <class T>
class stack_of {
  vector<T> v;

 public:
  void push(T t) { v.push_back(move(t)); }
  T pop() {
    T t = move(v.back());
    v.pop_back();
    return t;
  }
  bool empty() const { return v.empty(); }
};
template <class K, class V>
class cache {
  unordered_map<K, pair<V, typename list<K>::iterator>> m;
  list<K> order;
  size_t cap;

 public:
  explicit cache(size_t n) : cap(n) {}
  optional<V> get(const K& k) {
    auto it = m.find(k);
    if (it == m.end()) return nullopt;
    order.splice(order.begin(), order, it->second.second);
    return it->second.first;
  }
  void put(const K& k, V v) {
    if (m.size() >= cap) {
      m.erase(order.back());
      order.pop_back();
    }
    order.push_front(k);
    m[k] = {move(v), order.begin()};
  }
};
struct node {
  int value;
  unique_ptr<node> left, right;
  void insert(int v) {
    auto& child = v < value ? left : right;
    if (child)
      child->insert(v);
    else
      child = make_unique<node>(node{v, nullptr, nullptr});
  }
  void walk(const function<void(int)>& f) const {
    if (left) left->walk(f);
    f(value);
    if (right) right->walk(f);
  }
};
class matrix {
  size_t n;
  vector<double> d;

 public:
  matrix(size_t n) : n(n), d(n * n) {}
  double& at(size_t i, size_t j) { return d[i * n + j]; }
  friend matrix operator*(matrix a, matrix& b) {
    matrix c(a.n);
    for (size_t i = 0; i < a.n; ++i)
      for (size_t j = 0; j < a.n; ++j)
        for (size_t k = 0; k < a.n; ++k) c.at(i, j) += a.at(i, k) * b.at(k, j);
    return c;
  }
};
class thread_pool {
  vector<jthread> w;
  queue<function<void()>> q;
  mutex m;
  condition_variable cv;
  bool stop = false;

 public:
  explicit thread_pool(int n) {
    for (int i = 0; i < n; ++i)
      w.emplace_back([this] {
        for (;;) {
          function<void()> f;
          {
            unique_lock l(m);
            cv.wait(l, [this] { return stop || !q.empty(); });
            if (q.empty()) return;
            f = move(q.front());
            q.pop();
          }
          f();
        }
      });
  }
  template <class F>
  auto submit(F f) -> future<invoke_result_t<F>> {
    auto t = make_shared<packaged_task<invoke_result_t<F>()>>(move(f));
    auto r = t->get_future();
    {
      lock_guard l(m);
      q.push([t] { (*t)(); });
    }
    cv.notify_one();
    return r;
  }
  ~thread_pool() {
    {
      lock_guard l(m);
      stop = true;
    }
    cv.notify_all();
  }
};
int main() {
  vector<employee> es{{"ann", 30, 1.5}, {"bob", 25, 2.5}};
  sort(es.begin(), es.end());
  stable_sort(es.begin(), es.end(), [](auto& a, auto& b) { return a.name < b.name; });
  ranges::sort(es, {}, &employee::salary);
  es.erase(remove_if(es.begin(), es.end(), [](const employee& e) { return e.age > 100; }),
           es.end());
  for (const auto& [name, age, salary] : es) cout << name << ' ' << age << ' ' << salary << '\n';
  map<string, vector<int>> groups;
  groups["a"].push_back(1);
  multimap<int, string> mm{{1, "x"}};
  set<pair<int, int>> sp{{1, 2}};
  unordered_set<string> us{"q"};
  priority_queue<int, vector<int>, greater<>> pq;
  pq.push(3);
  deque<double> dq{1, 2};
  list<int> li{3, 1, 2};
  li.sort();
  forward_list<int> fl{1};
  array<int, 3> ar{1, 2, 3};
  bitset<8> bs("1010");
  stack<int> st;
  st.push(1);
  valarray<double> va{1, 2};
  va *= 2.0;
  complex<double> co(1, 2);
  co *= co;
  cout << accumulate(ar.begin(), ar.end(), 0) << *max_element(ar.begin(), ar.end()) << bs.count()
       << pq.top() << groups.size() << mm.size() << sp.size() << us.size() << dq.front()
       << li.front() << fl.front() << st.top() << va.sum() << co << '\n';
  cache<string, int> c(2);
  c.put("a", 1);
  cout << c.get("a").value_or(0);
  node root{5, nullptr, nullptr};
  for (int v : {3, 8, 1}) root.insert(v);
  root.walk([](int v) { cout << v; });
  matrix a(2), b(2);
  a.at(0, 0) = 2;
  cout << (a * b).at(0, 0);
  stack_of<string> so;
  so.push("x");
  cout << so.pop() << so.empty();
  {
    thread_pool pool(2);
    auto f = pool.submit([] { return 42; });
    cout << f.get();
  }
  auto fut = async(launch::async, [](int x) { return x * 2; }, 21);
  cout << fut.get();
  mt19937 gen(42);
  uniform_int_distribution<int> dist(1, 6);
  normal_distribution<double> nd(0, 1);
  cout << dist(gen) << nd(gen);
  vector<int> perm(5);
  iota(perm.begin(), perm.end(), 0);
  shuffle(perm.begin(), perm.end(), gen);
  next_permutation(perm.begin(), perm.end());
  partial_sum(perm.begin(), perm.end(), ostream_iterator<int>(cout, " "));
  regex re(R"((\w+)@(\w+))");
  smatch sm;
  string text = "me@here";
  if (regex_search(text, sm, re)) cout << sm[1];
  stringstream ss("1 2 3");
  int n;
  while (ss >> n) cout << n;
  cout << regex_replace(text, regex("e"), "E");
  auto now = chrono::system_clock::now();
  time_t t = chrono::system_clock::to_time_t(now);
  cout << (t > 0) << chrono::duration_cast<chrono::hours>(90min).count();
  barrier bar(1);
  bar.arrive_and_wait();
  latch la(1);
  la.count_down();
  counting_semaphore<3> sem(1);
  sem.acquire();
  shared_mutex smx;
  {
    shared_lock sl(smx);
  }
  {
    unique_lock ul(smx);
  }
  once_flag of;
  call_once(of, [] {});
  stop_source src;
  stop_callback cb(src.get_token(), [] {});
  src.request_stop();
  atomic<int> counter = 0;
  {
    vector<thread> ts;
    for (int i = 0; i < 3; ++i) ts.emplace_back([&counter, i] { counter += i; });
    for (auto& th : ts) th.join();
  }
  cout << counter;
  filesystem::path p = "x";
  ofstream(p) << "hi";
  ifstream in(p);
  string line;
  getline(in, line);
  cout << line << filesystem::exists(p);
  exception_ptr ep;
  try {
    throw runtime_error("x");
  } catch (...) {
    ep = current_exception();
  }
  try {
    rethrow_exception(ep);
  } catch (const exception& e) {
    cout << e.what();
  }
  printf("%5.2f %s %d\n", 1.5, "s", 3);
  auto [tx, rx] = strait::bounded<unique_ptr<employee>>(2);
  thread worker([rx = rx] {
    for (auto e : rx) cout << e->name;
  });
  (void)tx.send(make_unique<employee>(es[0]));
  tx.close();
  worker.join();
  strait::selector<int> sel;
  sel.recv(rx, [](auto) { return 1; });
  cout << sel.wait();
  auto br = strait::broadcast<string>(2);
  auto sub = br.subscribe();
  (void)br.send("n");
  auto [one_tx, one_rx] = strait::oneshot<int>();
  (void)one_tx.send(1);
  cout << strait::select(strait::on_recv(one_rx, [](auto r) { return r.value_or(0); }),
                         strait::on_timeout(1s, [] { return 2; }),
                         strait::on_default([] { return 3; }));
}
