// strait.hpp — channels for C++: everything in one include.
//
// Making       auto [tx, rx] = strait::bounded<int>(8);      bounded(0) is a rendezvous;
// unbounded() Sharing      copy a sender or a receiver: one more handle on the same channel Sending
// tx.send(v)   tx.try_send(v)   tx.send_for(v, 5ms)   tx.send_until(v, moment)
//              the result is std::expected<void, send_error>; the error holds the unsent message
// Receiving    rx.recv()    rx.try_recv()    rx.recv_for(5ms)      rx.recv_until(moment)
//              the result is std::expected<T, recv_error>
// Iterating    for (auto m : rx)     until disconnected;  rx.try_iter(), rx.drain(): what is there
// Ending       when the last sender is gone, or after close(), receivers drain what is left and are
//              then told `disconnected`; when the last receiver is gone, senders are told at once
// Selecting    strait::select(on_recv(rx, f), on_send(tx, v, g), on_timeout(1s, h)); select_biased;
//              strait::selector for a number of channels known only at run time
// Time         strait::after(1s), at(moment), tick(50ms), never<T>()
//
// Nothing here spins while it waits, polls, or runs your code under a lock.
#pragma once

#include <strait/channel.hpp>
#include <strait/errors.hpp>
#include <strait/receiver.hpp>
#include <strait/select.hpp>
#include <strait/selector.hpp>
#include <strait/sender.hpp>
#include <strait/timer.hpp>
