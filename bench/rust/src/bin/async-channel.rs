//! async-channel in the benchmark, by its blocking calls.

use async_channel::{bounded, unbounded, Receiver, Sender};
use strait_bench::{program, Message, Room, System};

struct AsyncChannel;

impl System for AsyncChannel {
    const NAME: &'static str = "async-channel";
    type Channel<T: Message> = (Sender<T>, Receiver<T>);

    fn supports(room: Room) -> bool {
        room != Some(0)
    }
    fn channel<T: Message>(room: Room) -> Self::Channel<T> {
        room.map_or_else(unbounded, bounded)
    }
    fn send<T: Message>((to, _): &Self::Channel<T>, message: T) {
        to.send_blocking(message).unwrap();
    }
    fn receive<T: Message>((_, from): &Self::Channel<T>) -> T {
        from.recv_blocking().unwrap()
    }
}

fn main() -> std::process::ExitCode {
    program::<AsyncChannel>()
}
