//! What the benchmark sends: the messages of cpp/message.hpp.

/// Builds the i-th message of a sender, reads its value back, and predicts the sum of the values of
/// a sender's first messages.
pub trait Message: Send + 'static {
    fn make(i: u64) -> Self;
    fn value(&self) -> u64;
    fn sum_of(count: u64) -> u64 {
        count * count.saturating_sub(1) / 2
    }
}

impl Message for u64 {
    fn make(i: u64) -> Self {
        i
    }
    fn value(&self) -> u64 {
        *self
    }
}

impl Message for u32 {
    fn make(i: u64) -> Self {
        i as u32
    }
    fn value(&self) -> u64 {
        (*self).into()
    }
}

impl<const WORDS: usize> Message for [u64; WORDS] {
    fn make(i: u64) -> Self {
        let mut made = [0; WORDS];
        made[0] = i;
        made
    }
    fn value(&self) -> u64 {
        self[0]
    }
}

impl Message for Box<u64> {
    fn make(i: u64) -> Self {
        Box::new(i)
    }
    fn value(&self) -> u64 {
        **self
    }
}

const LENGTH: usize = 32;

/// On the heap. Its number is its length.
impl Message for String {
    fn make(_: u64) -> Self {
        "x".repeat(LENGTH)
    }
    fn value(&self) -> u64 {
        self.len() as u64
    }
    fn sum_of(count: u64) -> u64 {
        count * LENGTH as u64
    }
}
