//! Who sends what to whom: the patterns of cpp/patterns.hpp.

use crate::{Message, Room, System};
use std::thread::scope;

/// How many messages a pattern moved, the sum of their values, and what that sum has to be.
pub struct Tally {
    pub messages: u64,
    pub sum: u64,
    pub expected: u64,
}

fn values<T: Message>(senders: u64, messages: u64) -> u64 {
    senders * T::sum_of(messages)
}

fn send_all<S: System, T: Message>(to: &S::Channel<T>, messages: u64) {
    for i in 0..messages {
        S::send(to, T::make(i));
    }
}

fn receive_all<S: System, T: Message>(from: &S::Channel<T>, messages: u64) -> u64 {
    (0..messages).map(|_| S::receive::<T>(from).value()).sum()
}

pub fn sequential<S: System, T: Message>(room: Room, messages: u64) -> Tally {
    let channel = S::channel::<T>(room);
    send_all::<S, T>(&channel, messages);
    let sum = receive_all::<S, T>(&channel, messages);
    Tally { messages, sum, expected: values::<T>(1, messages) }
}

pub fn many_to_many<S: System, T: Message>(
    room: Room,
    messages: u64,
    senders: u64,
    receivers: u64,
) -> Tally {
    let messages = messages - messages % (senders * receivers);
    let channel = S::channel::<T>(room);
    let sum = scope(|threads| {
        for _ in 0..senders {
            threads.spawn(|| send_all::<S, T>(&channel, messages / senders));
        }
        if receivers == 1 {
            return receive_all::<S, T>(&channel, messages);
        }
        let all: Vec<_> = (0..receivers)
            .map(|_| threads.spawn(|| receive_all::<S, T>(&channel, messages / receivers)))
            .collect();
        all.into_iter().map(|each| each.join().unwrap()).sum()
    });
    drop(channel);
    Tally { messages, sum, expected: values::<T>(senders, messages / senders) }
}

const SELECT_WIDTH: u64 = 4;

fn four<S: System, T: Message>(room: Room) -> Vec<S::Channel<T>> {
    (0..SELECT_WIDTH).map(|_| S::channel(room)).collect()
}

pub fn select_receive<S: System, T: Message>(room: Room, messages: u64) -> Tally {
    let each = messages / SELECT_WIDTH;
    let messages = each * SELECT_WIDTH;
    let channels = four::<S, T>(room);
    let sum = scope(|threads| {
        for channel in &channels {
            threads.spawn(move || send_all::<S, T>(channel, each));
        }
        S::receive_any(&channels, messages)
    });
    drop(channels);
    Tally { messages, sum, expected: values::<T>(SELECT_WIDTH, each) }
}

pub fn select_both<S: System, T: Message>(room: Room, messages: u64) -> Tally {
    let each = messages / SELECT_WIDTH;
    let messages = each * SELECT_WIDTH;
    let channels = four::<S, T>(room);
    let sum = scope(|threads| {
        let receivers: Vec<_> = (0..SELECT_WIDTH)
            .map(|_| {
                threads.spawn(|| S::send_any(&channels, each));
                threads.spawn(|| S::receive_any(&channels, each))
            })
            .collect();
        receivers.into_iter().map(|each| each.join().unwrap()).sum()
    });
    drop(channels);
    Tally { messages, sum, expected: values::<T>(SELECT_WIDTH, each) }
}

pub fn create<S: System>(room: Room, channels: u64) -> Tally {
    for _ in 0..channels {
        std::hint::black_box(S::channel::<u64>(room));
    }
    Tally { messages: channels, sum: 0, expected: 0 }
}

pub fn use_once<S: System>(messages: u64) -> Tally {
    let mut sum = 0;
    for i in 0..messages {
        let channel = S::once::<u64>();
        S::send(&channel, i);
        sum += S::receive(&channel);
    }
    Tally { messages, sum, expected: values::<u64>(1, messages) }
}

pub fn selector<S: System>(room: Room, messages: u64, width: u64) -> Tally {
    const STRIDE: u64 = 7919;
    let channels: Vec<_> = (0..width).map(|_| S::channel::<u64>(room)).collect();
    let send = |i: u64| S::send(&channels[(i * STRIDE % width) as usize], i);
    let sum = S::selector(&channels, messages, send);
    Tally { messages, sum, expected: values::<u64>(1, messages) }
}
