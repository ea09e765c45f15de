// The result of an operation says whether it happened, and may hold the message that was not sent.
#include <chrono>
#include <strait/strait.hpp>
#include <vector>

using namespace std::chrono_literals;

void misuse(strait::sender<int>& tx, strait::receiver<int>& rx, strait::selector<int>& cases,
            strait::broadcast_sender<int>& news, strait::ready_notifier& notifier) {
  [[maybe_unused]] const auto soon = std::chrono::steady_clock::now() + 1ms;
  [[maybe_unused]] std::vector<int> numbers;
  [[maybe_unused]] const strait::weak_sender<int> weak(tx);
#ifndef FIXED
  tx.send(1);                          // expect: ignoring return value.*unused-result
  tx.try_send(1);                      // expect: ignoring return value.*unused-result
  tx.send_for(1, 1ms);                 // expect: ignoring return value.*unused-result
  tx.send_with([] { return 1; });      // expect: ignoring return value.*unused-result
  tx.try_send_with([] { return 1; });  // expect: ignoring return value.*unused-result
  tx.send_many(numbers);               // expect: ignoring return(ed)? value.*unused-result
  tx.force_send(1);                    // expect: ignoring return value.*unused-result
  tx.send_until(1, soon);              // expect: ignoring return value.*unused-result
  rx.recv();                           // expect: ignoring return value.*unused-result
  rx.try_recv();                       // expect: ignoring return value.*unused-result
  rx.recv_for(1ms);                    // expect: ignoring return value.*unused-result
  rx.recv_until(soon);                 // expect: ignoring return value.*unused-result
  rx.recv_many(numbers, 2);            // expect: ignoring return value.*unused-result
  rx.recv_many_for(numbers, 2, 1ms);   // expect: ignoring return value.*unused-result
  rx.drain();                          // expect: ignoring return value.*unused-result
  rx.try_iter();                       // expect: ignoring return value.*unused-result
  rx.size();                           // expect: ignoring return value.*unused-result
  tx.is_disconnected();                // expect: ignoring return value.*unused-result
  weak.lock();                         // expect: ignoring return value.*unused-result
  strait::bounded<int>(1);             // expect: ignoring return value.*unused-result
  strait::unbounded<int>();            // expect: ignoring return value.*unused-result
  strait::after(1ms);                  // expect: ignoring return value.*unused-result
  strait::tick(1ms);                   // expect: ignoring return value.*unused-result
  strait::never<int>();                // expect: ignoring return value.*unused-result
  strait::on_recv(rx, [](auto) {});    // expect: ignoring return value.*unused-result
  strait::on_send(tx, 1);              // expect: ignoring return value.*unused-result
  strait::on_timeout(1ms);             // expect: ignoring return value.*unused-result
  cases.take<int>(1);                  // expect: ignoring return value.*unused-result
  news.send(1);                        // expect: ignoring return value.*unused-result
  news.try_send(1);                    // expect: ignoring return value.*unused-result
  news.send_for(1, 1ms);               // expect: ignoring return value.*unused-result
  news.subscribe();                    // expect: ignoring return value.*unused-result
  notifier.arm();                      // expect: ignoring return value.*unused-result
  strait::oneshot<int>();              // expect: ignoring return value.*unused-result
  strait::broadcast<int>(1);           // expect: ignoring return value.*unused-result
  cases.ready();                       // expect: ignoring return value.*unused-result
  cases.try_ready();                   // expect: ignoring return value.*unused-result
#endif
  tx.close();  // These say nothing.
  rx.close();
  news.close();
  tx.set_name("name");
  cases.remove(1);
}
