//! The program of a system: its runs, and the protocol of cpp/program.hpp.

use crate::patterns::{self, Tally};
use crate::{probes, Message, Room, System};
use std::time::{Duration, Instant};

type Line = Result<String, String>;

struct Run {
    channel: &'static str,
    pattern: String,
    work: Box<dyn Fn(u64) -> Line>,
}

/// A kind of channel. "bounded" has room for all messages of its run.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    room: fn(u64) -> Room,
}

const BOUNDED0: Kind = Kind { name: "bounded0", room: |_| Some(0) };
const BOUNDED1: Kind = Kind { name: "bounded1", room: |_| Some(1) };
const BOUNDED1024: Kind = Kind { name: "bounded1024", room: |_| Some(1024) };
const BOUNDED: Kind = Kind { name: "bounded", room: |messages| Some(messages as usize) };
const UNBOUNDED: Kind = Kind { name: "unbounded", room: |_| None };

fn processor_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: clock_gettime writes to the timespec that it is given.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn timed(work: impl FnOnce() -> Tally) -> Line {
    let (processor, start) = (processor_time(), Instant::now());
    let done = work();
    let (ns, cpu) = (start.elapsed().as_nanos(), (processor_time() - processor).as_nanos());
    if done.sum != done.expected {
        return Err("messages were lost, or came twice".into());
    }
    Ok(format!("\"messages\":{},\"ns\":{ns},\"cpu_ns\":{cpu}", done.messages))
}

/// Everything that a system can run.
struct Catalogue(Vec<Run>);

impl Catalogue {
    fn of<S: System>() -> Self {
        let mut all = Self(Vec::new());
        for kind in [BOUNDED0, BOUNDED1, BOUNDED, UNBOUNDED] {
            all.add_matrix::<S>(kind);
        }
        for kind in [BOUNDED1024, UNBOUNDED] {
            all.add_messages::<S, [u64; 8]>(kind, "64b");
            all.add_messages::<S, [u64; 512]>(kind, "4kib");
            all.add_messages::<S, String>(kind, "string");
            all.add_messages::<S, Box<u64>>(kind, "pointer");
        }
        all.add_life::<S>();
        all.add_probes::<S>();
        all
    }

    fn add<S: System>(
        &mut self,
        Kind { name, room }: Kind,
        pattern: impl Into<String>,
        work: impl Fn(Room, u64) -> Line + 'static,
    ) {
        if S::supports(room(1024)) {
            let work = Box::new(move |messages| work(room(messages), messages));
            self.0.push(Run { channel: name, pattern: pattern.into(), work });
        }
    }

    fn add_many<S: System, T: Message>(
        &mut self,
        kind: Kind,
        pattern: impl Into<String>,
        senders: u64,
        receivers: u64,
    ) {
        if receivers == 1 || S::SHARES_RECEIVERS {
            self.add::<S>(kind, pattern, move |room, messages| {
                timed(|| patterns::many_to_many::<S, T>(room, messages, senders, receivers))
            });
        }
    }

    fn add_matrix<S: System>(&mut self, kind: Kind) {
        if (kind.room)(1024).unwrap_or(1024) >= 1024 {
            self.add::<S>(kind, "seq", |room, messages| {
                timed(|| patterns::sequential::<S, u64>(room, messages))
            });
        }
        self.add_many::<S, u64>(kind, "spsc", 1, 1);
        self.add_many::<S, u64>(kind, "mpsc", 4, 1);
        self.add_many::<S, u64>(kind, "mpmc", 4, 4);
        if S::SELECTS_RECEIVES {
            self.add::<S>(kind, "select_rx", |room, messages| {
                timed(|| patterns::select_receive::<S, u64>(room, messages))
            });
        }
        if S::SELECTS_SENDS {
            self.add::<S>(kind, "select_both", |room, messages| {
                timed(|| patterns::select_both::<S, u64>(room, messages))
            });
        }
        self.add_many::<S, u64>(kind, "1x8", 1, 8);
        self.add_many::<S, u64>(kind, "8x8", 8, 8);
        self.add_many::<S, u64>(kind, "16x16", 16, 16);
    }

    fn add_messages<S: System, T: Message>(&mut self, kind: Kind, name: &str) {
        self.add_many::<S, T>(kind, format!("spsc-{name}"), 1, 1);
        self.add_many::<S, T>(kind, format!("mpmc-{name}"), 4, 4);
    }

    fn add_life<S: System>(&mut self) {
        for kind in [BOUNDED0, BOUNDED1, BOUNDED1024, UNBOUNDED] {
            self.add::<S>(kind, "create", |room, channels| {
                timed(|| patterns::create::<S>(room, channels))
            });
        }
        let oneshot = Kind { name: "oneshot", ..BOUNDED1 };
        self.add::<S>(oneshot, "use_once", |_, messages| {
            timed(|| patterns::use_once::<S>(messages))
        });
        if S::HAS_SELECTOR {
            for width in [4, 100, 1000, 10_000] {
                self.add::<S>(BOUNDED1, format!("selector-{width}"), move |room, messages| {
                    timed(|| patterns::selector::<S>(room, messages, width))
                });
            }
        }
    }

    fn add_probes<S: System>(&mut self) {
        for kind in [BOUNDED1, BOUNDED1024, UNBOUNDED] {
            self.add::<S>(kind, "paced", |room, messages| Ok(probes::paced::<S>(room, messages)));
        }
        if probes::resident() == 0 {
            return;
        }
        for kind in [BOUNDED1, BOUNDED1024, UNBOUNDED] {
            self.add::<S>(kind, "memory-idle", |room, channels| {
                Ok(probes::idle_bytes::<S>(room, channels))
            });
        }
        for (pattern, received) in [("memory-queued", false), ("memory-after", true)] {
            self.add::<S>(UNBOUNDED, pattern, move |_, messages| {
                Ok(probes::queued_bytes::<S>(messages, received))
            });
        }
    }
}

fn list(system: &str, all: &[Run]) -> String {
    let names: Vec<_> =
        all.iter().map(|run| format!("\"{}/{}\"", run.channel, run.pattern)).collect();
    format!("\"system\":\"{system}\",\"runs\":[{}]", names.join(","))
}

fn check(all: &[Run], messages: u64) -> Line {
    for run in all {
        (run.work)(messages)
            .map_err(|error| format!("{}/{}: {error}", run.channel, run.pattern))?;
    }
    Ok(format!("\"checked\":{},\"messages\":{messages}", all.len()))
}

fn obey<S: System>(words: &[&str]) -> Line {
    let Catalogue(all) = Catalogue::of::<S>();
    let count = |text: &str| text.parse().map_err(|_| format!("'{text}' is no number of messages"));
    match words {
        ["--list"] => Ok(list(S::NAME, &all)),
        ["--check", messages] => check(&all, count(messages)?),
        [channel, pattern, messages] => {
            let run = all.iter().find(|run| run.channel == *channel && run.pattern == *pattern);
            let run = run.ok_or_else(|| format!("there is no run {channel}/{pattern}"))?;
            (run.work)(count(messages)?)
        }
        _ => Err("usage: --list | --check <messages> | <channel> <pattern> <messages>".into()),
    }
}

pub fn program<S: System>() -> std::process::ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match obey::<S>(&words.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(line) => {
            println!("{{{line}}}");
            std::process::ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", S::NAME);
            std::process::ExitCode::FAILURE
        }
    }
}
