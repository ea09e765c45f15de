// message_block.hpp — a stretch of memory with some messages of one type in it, in order: of a
// channel's queue, or outside of a channel, taken out of it together or left in it by the last
// receiver.
//
// Invariants  I1 the `count` messages from the slot number `begin` on exist, around the end of the
//                memory if need be; all other slots are raw. (Of a block in a channel's queue, the
//                queue knows better.)
//             I2 a block is used by one thread at a time, or guarded by the lock of its channel.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

#include <strait/base/message_type.hpp>

STRAIT_BEGIN
namespace detail {

class message_block {
 public:
  struct deleter {
    void operator()(message_block* block) const noexcept { block->free(); }
  };
  using pointer = std::unique_ptr<message_block, deleter>;

  /// The capacity of a block for which the platform allocates so many bytes.
  static std::size_t capacity_of(const message_type& type, std::size_t bytes) noexcept {
    return (bytes - slots_offset()) / type.stride;
  }

  /// Without messages, with room for `capacity`. Throws: std::bad_alloc.
  static pointer make(const message_type& type, std::size_t capacity) {
    void* const memory = platform::allocate(bytes_of(type, capacity), alignment);
    return pointer(::new (memory) message_block(type, capacity));
  }

  message_block(const message_block&) = delete;
  message_block& operator=(const message_block&) = delete;

  const message_type& type() const noexcept { return type_; }
  std::size_t capacity() const noexcept { return capacity_; }
  std::byte* first_slot() noexcept { return reinterpret_cast<std::byte*>(this) + slots_offset(); }
  static message_block* of_first_slot(std::byte* first) noexcept {
    return reinterpret_cast<message_block*>(first - slots_offset());
  }
  std::byte* end_of_slots() noexcept { return first_slot() + capacity_ * type_.stride; }

  bool empty() const noexcept { return count() == 0; }
  std::size_t count() const noexcept { return count_.read(); }
  /// The message number `index`; count(): where the next one belongs.
  slot at(std::size_t index) noexcept {
    const std::size_t number = begin_.read() + index;
    const std::size_t wrapped = number < capacity_ ? number : number - capacity_;
    return slot(first_slot() + wrapped * type_.stride);
  }
  void* message(std::size_t index) noexcept { return at(index).message(type_); }

  /// The message at(count()) has been made.
  void count_back() noexcept { ++count_.write(); }
  /// The first message is gone.
  void forget_front() noexcept {
    begin_.write() = begin_.read() + 1 < capacity_ ? begin_.read() + 1 : 0;
    --count_.write();
  }
  void destroy_front() noexcept {
    void* const gone = message(0);
    forget_front();  // First: a message's destructor may run long or send.
    type_.destroy(gone);
  }
  /// What exists, as the queue knows it: `count` messages from the slot number `begin` on.
  void hold(std::size_t begin, std::size_t count) noexcept {
    begin_.write() = begin;
    count_.write() = count;
  }

  /// Link of the list that holds the block.
  platform::cell<message_block*> next;

 private:
  static constexpr std::size_t alignment = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

  message_block(const message_type& type, std::size_t capacity) noexcept
      : type_(type), capacity_(capacity) {
    slot::make_headers(first_slot(), capacity_, type_);
  }
  ~message_block() { slot::destroy_headers(first_slot(), capacity_, type_); }

  void free() noexcept {
    while (!empty()) destroy_front();
    const std::size_t bytes = bytes_of(type_, capacity_);
    this->~message_block();
    platform::deallocate(this, bytes, alignment);
  }

  static constexpr std::size_t slots_offset() noexcept {
    return message_type::rounded_up(sizeof(message_block), alignment);
  }
  static std::size_t bytes_of(const message_type& type, std::size_t capacity) noexcept {
    return slots_offset() + capacity * type.stride;
  }

  const message_type& type_;
  const std::size_t capacity_;
  platform::cell<std::size_t> begin_;
  platform::cell<std::size_t> count_;
};

/// Blocks in order. Owns them.
class block_list {
 public:
  block_list() noexcept = default;
  block_list(block_list&& other) noexcept { swap(other); }
  block_list& operator=(block_list&&) = delete;
  ~block_list() {
    while (!empty()) pop_front();
  }

  bool empty() const noexcept { return first_.read() == nullptr; }

  void swap(block_list& other) noexcept {
    std::swap(first_.write(), other.first_.write());
    std::swap(last_.write(), other.last_.write());
  }

  void push_back(message_block::pointer block) noexcept {
    message_block* const added = block.release();
    added->next.write() = nullptr;
    (last_.read() == nullptr ? first_ : last_.read()->next).write() = added;
    last_.write() = added;
  }

  /// Moves all of `other` behind the blocks here.
  void append(block_list& other) noexcept {
    if (other.empty()) return;
    (last_.read() == nullptr ? first_ : last_.read()->next).write() = other.first_.read();
    last_.write() = other.last_.read();
    other.first_.write() = other.last_.write() = nullptr;
  }

  /// Requires: not empty.
  message_block& front() noexcept { return *first_.read(); }
  /// Requires: not empty. Unlinked before its messages are destroyed.
  message_block::pointer pop_front() noexcept {
    message_block* const taken = first_.read();
    first_.write() = taken->next.read();
    if (empty()) last_.write() = nullptr;
    return message_block::pointer(taken);
  }

  template <class F>
  void for_each(F f) const {
    for (message_block* each = first_.read(); each != nullptr; each = each->next.read()) f(*each);
  }

  /// The number of messages in all of them.
  std::size_t count() const noexcept {
    std::size_t counted = 0;
    for_each([&](const message_block& each) { counted += each.count(); });
    return counted;
  }

 private:
  platform::cell<message_block*> first_;
  platform::cell<message_block*> last_;
};

}  // namespace detail
STRAIT_END
