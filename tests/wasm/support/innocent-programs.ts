// innocent-programs.ts — programs that only nearly stand still: no alarm
// (deadlock-programs.test.ts).

import type { Program } from './deadlock-programs.ts';

export const innocent: Record<string, Program> = {
  'a lock is held by one that sleeps': {
    code: `
      std::mutex door;
      std::thread holder([&door] {
        std::lock_guard guard(door);
        std::this_thread::sleep_for(1800ms);
      });
      std::this_thread::sleep_for(50ms);
      auto late = std::async(std::launch::async, [&door] { std::lock_guard guard(door); });
      late.get();
      holder.join();`,
  },
  'two take turns by semaphores': {
    code: `
      static std::binary_semaphore ping(0), pong(0);
      std::thread other([] {
        for (int round = 0; round < 5000; ++round) { ping.acquire(); pong.release(); }
      });
      for (int round = 0; round < 5000; ++round) { ping.release(); pong.acquire(); }
      other.join();
      std::atomic<long long> wide = 0;
      std::thread changer([&wide] {
        std::this_thread::sleep_for(10ms);
        wide = 1;
        wide.notify_all();
      });
      wide.wait(0);
      changer.join();`,
  },
  'barriers of both kinds, at which all arrive': {
    code: `
      int rounds = 0;
      std::barrier plain(3);
      std::barrier counting(3, [&rounds]() noexcept { ++rounds; });
      std::vector<std::jthread> all;
      for (int each = 0; each < 3; ++each) {
        all.emplace_back([&plain, &counting, each] {
          for (int round = 0; round < 500; ++round) {
            if (round % 250 == 249) std::this_thread::sleep_for(each * 400ms);
            plain.arrive_and_wait();
            counting.arrive_and_wait();
          }
        });
      }
      all.clear();
      if (rounds != 500) std::abort();`,
  },
  'both wait, but not for ever': {
    code: `
      auto a = strait::bounded<int>(0), b = strait::bounded<int>(0);
      std::thread ann([tx = a.tx, rx = b.rx] {
        if (!tx.send_for(1, 1800ms)) (void)rx.recv_for(10ms);
      });
      if (!b.tx.send_for(2, 1800ms)) (void)a.rx.recv_for(10ms);
      ann.join();`,
  },
  'the only one who can send is asleep': {
    code: `
      auto [tx, rx] = strait::unbounded<int>();
      std::thread late([tx = std::move(tx)] {
        std::this_thread::sleep_for(1800ms);
        (void)tx.send(1);
      });
      (void)rx.recv();
      late.join();`,
  },
  'the sender is somewhere on the heap': {
    code: `
      static std::vector<strait::sender<int>> all;
      auto [tx, rx] = strait::unbounded<int>();
      all.push_back(std::move(tx));
      std::thread waiter([rx = std::move(rx)] { (void)rx.recv(); });
      for (int round = 0; round < 18; ++round) std::this_thread::sleep_for(100ms);
      (void)all.front().send(1);
      waiter.join();`,
  },
  'handles in global variables, which one that sleeps will use': {
    code: `
      static auto one = strait::bounded<int>(0), two = strait::bounded<int>(0);
      std::thread late([] {
        std::this_thread::sleep_for(1800ms);
        (void)one.rx.recv();
        (void)two.rx.recv();
      });
      std::thread ann([] { (void)one.tx.send(1); (void)two.rx.recv(); (void)one.tx.send(2); });
      std::thread bob([] { (void)one.rx.recv(); (void)two.tx.send(1); (void)two.tx.send(2); });
      ann.join(); bob.join(); late.join();`,
  },
  'handles in an object on the heap, which one that sleeps will use': {
    code: `
      struct hub { strait::channel<int> one = strait::bounded<int>(0), two = one; };
      const auto all = std::make_shared<hub>();
      all->two = strait::bounded<int>(0);
      std::thread late([all] {
        std::this_thread::sleep_for(1800ms);
        (void)all->one.rx.recv();
        (void)all->two.rx.recv();
      });
      std::thread ann([all] {
        (void)all->one.tx.send(1); (void)all->two.rx.recv(); (void)all->one.tx.send(2);
      });
      std::thread bob([all] {
        (void)all->one.rx.recv(); (void)all->two.tx.send(1); (void)all->two.tx.send(2);
      });
      ann.join(); bob.join(); late.join();`,
  },
  'a channel that is made after the thread to which its place is known': {
    code: `
      strait::receiver<int> in;
      std::thread late([&in] {
        std::this_thread::sleep_for(1800ms);
        (void)in.recv();
      });
      auto there = strait::bounded<int>(0), back = strait::bounded<int>(0);
      in = std::move(there.rx);
      std::thread peer([tx = std::move(back.tx)] { (void)tx.send(1); });
      (void)there.tx.send(1);
      (void)back.rx.recv();
      peer.join(); late.join();`,
  },
  'one computes for long while all others wait for it': {
    code: `
      auto [tx, rx] = strait::unbounded<long>();
      std::thread busy([tx = std::move(tx)] {
        long sum = 0;
        const auto end = std::chrono::steady_clock::now() + 1800ms;
        while (std::chrono::steady_clock::now() < end) ++sum;
        (void)tx.send(sum);
      });
      (void)rx.recv();
      busy.join();`,
  },
};
