//! How late a message arrives, and the memory of channels and messages: cpp/probes.hpp.

use crate::{Room, System};
use std::{fs, thread::scope, time::Instant};

pub fn paced<S: System>(room: Room, messages: u64) -> String {
    const PACE: u64 = 20_000;
    let start = Instant::now();
    let nanoseconds = || start.elapsed().as_nanos() as u64;
    let channel = S::channel::<u64>(room);
    let mut late: Vec<u64> = scope(|threads| {
        threads.spawn(|| {
            let mut next = nanoseconds();
            for _ in 0..messages {
                next += PACE;
                while nanoseconds() < next {}
                S::send(&channel, nanoseconds());
            }
        });
        let delay = |_| {
            let sent = S::receive::<u64>(&channel);
            nanoseconds() - sent
        };
        (0..messages).map(delay).collect()
    });
    late.sort_unstable();
    let at = |share: f64| late[(share * (late.len() - 1) as f64) as usize];
    let (p50, p99, p99_9, most) = (at(0.5), at(0.99), at(0.999), at(1.0));
    format!("\"latency_ns\":{{\"p50\":{p50},\"p99\":{p99},\"p99_9\":{p99_9},\"max\":{most}}}")
}

/// Memory of this process that is in use, in bytes; 0 where the system does not tell.
pub fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

fn bytes_each(before: u64, count: u64) -> String {
    let bytes = resident().saturating_sub(before) as f64 / count as f64;
    format!("\"bytes\":{bytes:.6}")
}

pub fn idle_bytes<S: System>(room: Room, channels: u64) -> String {
    let mut made = Vec::with_capacity(channels as usize);
    let before = resident();
    made.extend((0..channels).map(|_| S::channel::<u32>(room)));
    bytes_each(before, channels)
}

pub fn queued_bytes<S: System>(messages: u64, received: bool) -> String {
    let channel = S::channel::<u32>(None);
    let before = resident();
    for i in 0..messages {
        S::send(&channel, i as u32);
    }
    if received {
        for _ in 0..messages {
            S::receive::<u32>(&channel);
        }
    }
    bytes_each(before, messages)
}
