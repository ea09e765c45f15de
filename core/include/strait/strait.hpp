// strait.hpp — channels for C++: everything in one include.
//
// Making      auto [tx, rx] = strait::bounded<int>(8);   bounded(0): rendezvous; unbounded();
//             oneshot(): a single reply; broadcast(8): every subscriber gets every message
// Sharing     copy a sender or a receiver: another handle on the same channel; weak_sender,
//             weak_receiver: handles that are not counted
// Sending     tx.send(v)   tx.try_send(v)   tx.send_for(v, 5ms)   tx.send_until(v, moment)
//             tx.force_send(v): if it is full, the oldest message makes room
//             The result is std::expected<void, send_error>; the error holds the unsent message.
//             tx.send_with(f): built only once it is certain to be sent;  tx.send_many(range)
// Receiving   rx.recv()    rx.try_recv()    rx.recv_for(5ms)      rx.recv_until(moment)
//             rx.recv_many(container, max)   rx.recv_many_for(container, max, 5ms)
//             The result is std::expected<T, recv_error>.
// Iterating   for (T& m : rx): until disconnected;   rx.try_iter(), rx.drain(): what is there now
// Stopping    every operation that may wait also takes a std::stop_token: rx.recv(stop),
//             tx.send_for(v, 5ms, stop), for (T& m : rx.iter(stop)), on_stop(stop, f)
// Ending      When the last sender is gone, or after close(), receivers drain what is left and
//             then get `disconnected`; when the last receiver is gone, senders get it at once.
// Selecting   strait::select(on_recv(rx, f), on_send(tx, v, g), on_timeout(1s, h));  on_default;
//             select_biased: in the order written;   selector: cases added at run time
// Time        strait::after(1s), at(moment), tick(50ms), never<T>(): ordinary receivers
// Elsewhere   ready_notifier: calls an event loop back
//             set_name(), id(), operator<<, std::format: for logs
//             ==, <=>, std::hash: handles as keys, by channel
//             name_thread(), write_trace(): traces, in builds with STRAIT_TRACE
//
// Nothing here polls, spins for long, or runs your code under a lock. Each function's comment
// says what it does, when it blocks, what it returns and throws, what is ordered and what it costs,
// with an example that the tests compile and run (tests/docs).
#pragma once

#include <strait/broadcast.hpp>
#include <strait/channel.hpp>
#include <strait/errors.hpp>
#include <strait/format.hpp>
#include <strait/ready_notifier.hpp>
#include <strait/receiver.hpp>
#include <strait/select.hpp>
#include <strait/selector.hpp>
#include <strait/sender.hpp>
#include <strait/timer.hpp>
#include <strait/trace.hpp>
