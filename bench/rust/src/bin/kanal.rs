//! kanal in the benchmark.

use kanal::{bounded, unbounded, Receiver, Sender};
use strait_bench::{program, Message, Room, System};

struct Kanal;

impl System for Kanal {
    const NAME: &'static str = "kanal";
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
}

fn main() -> std::process::ExitCode {
    program::<Kanal>()
}
