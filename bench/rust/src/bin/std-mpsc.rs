//! std::sync::mpsc in the benchmark: one receiver, no select.

use std::sync::mpsc::{channel, sync_channel, Receiver, Sender, SyncSender};
use strait_bench::{program, Message, Room, System};

struct StdMpsc;

enum Tx<T> {
    Bounded(SyncSender<T>),
    Unbounded(Sender<T>),
}

struct Ends<T> {
    to: Tx<T>,
    from: Receiver<T>,
}

// SAFETY: the patterns receive from one thread only, because SHARES_RECEIVERS is false; senders are
// Sync by themselves.
unsafe impl<T: Send> Sync for Ends<T> {}

impl System for StdMpsc {
    const NAME: &'static str = "std-mpsc";
    const SHARES_RECEIVERS: bool = false;
    type Channel<T: Message> = Ends<T>;

    fn channel<T: Message>(room: Room) -> Ends<T> {
        if let Some(room) = room {
            let (to, from) = sync_channel(room);
            Ends { to: Tx::Bounded(to), from }
        } else {
            let (to, from) = channel();
            Ends { to: Tx::Unbounded(to), from }
        }
    }
    fn send<T: Message>(channel: &Ends<T>, message: T) {
        match &channel.to {
            Tx::Bounded(to) => to.send(message).unwrap(),
            Tx::Unbounded(to) => to.send(message).unwrap(),
        }
    }
    fn receive<T: Message>(channel: &Ends<T>) -> T {
        channel.from.recv().unwrap()
    }
}

fn main() -> std::process::ExitCode {
    program::<StdMpsc>()
}
