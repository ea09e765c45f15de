//! crossbeam-channel in the benchmark. Selects as in its own benchmarks: a new `Select` each time.

use crossbeam_channel::{bounded, unbounded, Receiver, Select, Sender};
use strait_bench::{program, Message, Room, System};

struct Crossbeam;

impl System for Crossbeam {
    const NAME: &'static str = "crossbeam-channel";
    type Channel<T: Message> = (Sender<T>, Receiver<T>);

    fn channel<T: Message>(room: Room) -> Self::Channel<T> {
        room.map_or_else(unbounded, bounded)
    }
    fn send<T: Message>((to, _): &Self::Channel<T>, message: T) {
        to.send(message).unwrap();
    }
    fn receive<T: Message>((_, from): &Self::Channel<T>) -> T {
        from.recv().unwrap()
    }

    const SELECTS_RECEIVES: bool = true;
    fn receive_any<T: Message>(all: &[Self::Channel<T>], messages: u64) -> u64 {
        let one = |_| {
            let mut select = Select::new();
            for (_, from) in all {
                select.recv(from);
            }
            let chosen = select.select();
            let (_, from) = &all[chosen.index()];
            chosen.recv(from).unwrap().value()
        };
        (0..messages).map(one).sum()
    }

    const SELECTS_SENDS: bool = true;
    fn send_any<T: Message>(all: &[Self::Channel<T>], messages: u64) {
        for i in 0..messages {
            let mut select = Select::new();
            for (to, _) in all {
                select.send(to);
            }
            let chosen = select.select();
            let (to, _) = &all[chosen.index()];
            chosen.send(to, T::make(i)).unwrap();
        }
    }

    const HAS_SELECTOR: bool = true;
    fn selector<T: Message>(all: &[Self::Channel<T>], messages: u64, send: impl Fn(u64)) -> u64 {
        let mut select = Select::new();
        for (_, from) in all {
            select.recv(from);
        }
        let mut sum = 0;
        for i in 0..messages {
            send(i);
            let chosen = select.select();
            let (_, from) = &all[chosen.index()];
            sum += chosen.recv(from).unwrap().value();
        }
        sum
    }
}

fn main() -> std::process::ExitCode {
    program::<Crossbeam>()
}
