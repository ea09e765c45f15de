//! flume in the benchmark. A `Selector` serves one wait: each select makes a new one.

use flume::{bounded, unbounded, Receiver, Selector, Sender};
use strait_bench::{program, Message, Room, System};

struct Flume;

fn receive_one<T: Message>(all: &[(Sender<T>, Receiver<T>)]) -> u64 {
    let mut select = Selector::new();
    for (_, from) in all {
        select = select.recv(from, |message| message.unwrap().value());
    }
    select.wait()
}

impl System for Flume {
    const NAME: &'static str = "flume";
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
        (0..messages).map(|_| receive_one(all)).sum()
    }

    const HAS_SELECTOR: bool = true;
    fn selector<T: Message>(all: &[Self::Channel<T>], messages: u64, send: impl Fn(u64)) -> u64 {
        let one = |i| {
            send(i);
            receive_one(all)
        };
        (0..messages).map(one).sum()
    }
}

fn main() -> std::process::ExitCode {
    program::<Flume>()
}
