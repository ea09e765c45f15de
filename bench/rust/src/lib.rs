//! The channels of Rust in the benchmark: what a system is, what is sent, who sends it to whom.
//! The same as cpp/, pattern by pattern; cpp/program.hpp describes the protocol.

pub mod message;
pub mod patterns;
pub mod probes;
pub mod program;

pub use message::Message;
pub use program::program;

/// Capacity of a channel; none: unbounded.
pub type Room = Option<usize>;

/// A channel library. What it does not have keeps its default here, and is not run.
pub trait System: 'static {
    const NAME: &'static str;

    /// Both ends. Several threads call `send` and, if `SHARES_RECEIVERS`, `receive`.
    type Channel<T: Message>: Sync;

    const SHARES_RECEIVERS: bool = true;
    const SELECTS_RECEIVES: bool = false;
    const SELECTS_SENDS: bool = false;
    const HAS_SELECTOR: bool = false;

    fn supports(_: Room) -> bool {
        true
    }

    fn channel<T: Message>(room: Room) -> Self::Channel<T>;
    fn send<T: Message>(to: &Self::Channel<T>, message: T);
    fn receive<T: Message>(from: &Self::Channel<T>) -> T;

    /// Receives so many messages through a select over all channels; the sum of their values.
    fn receive_any<T: Message>(_: &[Self::Channel<T>], _messages: u64) -> u64 {
        unreachable!()
    }

    /// Sends so many messages through a select over all channels.
    fn send_any<T: Message>(_: &[Self::Channel<T>], _messages: u64) {
        unreachable!()
    }

    /// Calls `send(i)` for each message and receives it through a selector over all channels.
    fn selector<T: Message>(_: &[Self::Channel<T>], _messages: u64, _send: impl Fn(u64)) -> u64 {
        unreachable!()
    }

    /// For one message.
    fn once<T: Message>() -> Self::Channel<T> {
        Self::channel(Some(1))
    }
}
