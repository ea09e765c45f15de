//! crossfire in the benchmark: its blocking channels for many senders and receivers. It has no
//! rendezvous, and selects receives only; a `Select` is made once and used again and again.

use crossfire::mpmc::{bounded_blocking, unbounded_blocking, Array, List};
use crossfire::select::Select;
use crossfire::{MRx, MTx};
use strait_bench::{program, Message, Room, System};

struct Crossfire;

enum Ends<T: Message> {
    Bounded(MTx<Array<T>>, MRx<Array<T>>),
    Unbounded(MTx<List<T>>, MRx<List<T>>),
}

fn select_over<T: Message>(all: &[Ends<T>]) -> Select<'_> {
    let mut select = Select::new();
    for each in all {
        match each {
            Ends::Bounded(_, from) => select.add(from),
            Ends::Unbounded(_, from) => select.add(from),
        }
    }
    select
}

fn receive_one<T: Message>(select: &mut Select<'_>, all: &[Ends<T>]) -> u64 {
    let chosen = select.select().unwrap();
    for each in all {
        match each {
            Ends::Bounded(_, from) if chosen.is_from(from) => {
                return from.read_select(chosen).unwrap().value();
            }
            Ends::Unbounded(_, from) if chosen.is_from(from) => {
                return from.read_select(chosen).unwrap().value();
            }
            _ => {}
        }
    }
    unreachable!("a channel that was not selected from")
}

impl System for Crossfire {
    const NAME: &'static str = "crossfire";
    type Channel<T: Message> = Ends<T>;

    fn supports(room: Room) -> bool {
        room != Some(0)
    }
    fn channel<T: Message>(room: Room) -> Ends<T> {
        if let Some(room) = room {
            let (to, from) = bounded_blocking(room);
            Ends::Bounded(to, from)
        } else {
            let (to, from) = unbounded_blocking();
            Ends::Unbounded(to, from)
        }
    }
    fn send<T: Message>(channel: &Ends<T>, message: T) {
        match channel {
            Ends::Bounded(to, _) => to.send(message).unwrap(),
            Ends::Unbounded(to, _) => to.send(message).unwrap(),
        }
    }
    fn receive<T: Message>(channel: &Ends<T>) -> T {
        match channel {
            Ends::Bounded(_, from) => from.recv().unwrap(),
            Ends::Unbounded(_, from) => from.recv().unwrap(),
        }
    }

    const SELECTS_RECEIVES: bool = true;
    fn receive_any<T: Message>(all: &[Ends<T>], messages: u64) -> u64 {
        let mut select = select_over(all);
        (0..messages).map(|_| receive_one(&mut select, all)).sum()
    }
}

fn main() -> std::process::ExitCode {
    crossfire::detect_backoff_cfg();
    program::<Crossfire>()
}
