// A sender only sends, a receiver only receives.
#include <strait/strait.hpp>

void misuse(strait::sender<int>& tx, strait::receiver<int>& rx) {
#ifdef FIXED
  static_cast<void>(tx.send(1));
  static_cast<void>(rx.recv());
  for ([[maybe_unused]] const int message : rx) break;
#else
  static_cast<void>(rx.send(1));                        // expect: no member named .send
  static_cast<void>(tx.recv());                         // expect: no member named .recv
  for ([[maybe_unused]] const int message : tx) break;  // expect: 'begin'
  // Nor does a case of a select turn it round.
  static_cast<void>(strait::on_recv(tx));     // expect: no matching function for call to .*on_recv
  static_cast<void>(strait::on_send(rx, 1));  // expect: no matching function for call to .*on_send
#endif
}
