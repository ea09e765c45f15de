"""strait.py - shows handles in GDB as what they are: ends of channels, with what is in them.

    (gdb) source strait.py
    (gdb) print tx
    $1 = sender of "jobs": bounded(8), 2 messages, 2 senders, 1 receiver = {7, 9}

Works with libstdc++ and libc++. Takes no lock and calls nothing in the program, so it works on core
files; while another thread is inside the channel, the numbers may be those of a moment within.
"""

import re

import gdb
import gdb.printing


def scalar(value):
    """The number in a std::atomic, whichever way the standard library wraps it."""
    while value.type.strip_typedefs().code == gdb.TYPE_CODE_STRUCT:
        fields = value.type.strip_typedefs().fields()
        value = value[next(field for field in fields if hasattr(field, "bitpos"))]  # Not static.
    return int(value)


def plain(value):
    """What is in a platform::cell."""
    return value["value_"]


def text(value):
    """What is in a std::string, by the library's own printer or by its innards; else nothing."""
    printer = gdb.default_visualizer(value)
    try:
        shown = printer.to_string() if printer else value["_M_dataplus"]["_M_p"]
        if hasattr(shown, "value"):
            shown = shown.value()
        return shown.string() if isinstance(shown, gdb.Value) else str(shown).strip('"')
    except gdb.error:
        return ""


def counted(number, noun):
    return "%d %s%s" % (number, noun, "" if number == 1 else "s")


def kind_of(channel):
    """The kind of a channel, in the words of operator<<."""
    kind = re.sub(r".*::", "", str(channel["kind_"]))
    if kind in ("bounded", "subscriber"):
        return "%s(%d)" % (kind, int(channel["store_"]["capacity_"]))
    return {"after": "after timer", "tick": "tick timer"}.get(kind, kind)


def has_messages(channel):
    return any(field.name == "store_" for field in channel.type.fields())


class Slots:
    """Where the messages of a channel are, in memory (base/message_block.hpp)."""

    def __init__(self, channel):
        self.ring = channel["ring_"]
        self.queue = channel["store_"]["queue_"]
        self.has_ring = not channel["store_"]["has_two_locks_"]
        self.capacity = int(channel["store_"]["capacity_"])
        self.returned = plain(channel["store_"]["returned_"]["first_"])
        kind = self.queue["type_"].referenced_value()
        self.stride, self.offset = int(kind["stride"]), int(kind["offset"])
        self.is_boxed = bool(kind["is_boxed"])

    def stored(self):
        if self.has_ring:
            return scalar(self.ring["count_"])
        return (scalar(self.queue["sent_"]) - scalar(self.queue["received_"])) % (1 << 64)

    def count(self):
        total, block = self.stored(), self.returned
        while int(block) != 0:
            total += int(plain(block["count_"]))
            block = plain(block["next"])
        return total

    def range_of(self, block):
        """The first slot of a block, and the end of its last."""
        size = block.dereference().type.sizeof
        first = int(block) + (size + 15) // 16 * 16
        return first, first + int(block["capacity_"]) * self.stride

    def addresses(self):
        """Those of the messages, oldest first."""
        block = self.returned
        while int(block) != 0:
            first, end = self.range_of(block)
            at = first + int(plain(block["begin_"])) * self.stride
            for _ in range(int(plain(block["count_"]))):
                yield at + self.offset
                at = at + self.stride if at + self.stride < end else first
            block = plain(block["next"])
        yield from self.in_ring() if self.has_ring else self.in_queue()

    def in_ring(self):
        first, begin = int(plain(self.ring["first_"])), int(plain(self.ring["begin_"]))
        for number in range(begin, begin + self.stored()):
            yield first + number % self.capacity * self.stride + self.offset

    def in_queue(self):
        block = plain(self.queue["receiving"]["block"])
        at = int(plain(self.queue["receiving"]["position"]))
        for _ in range(self.stored()):
            if at == self.range_of(block)[1]:
                block = plain(block["next"])
                at = self.range_of(block)[0]
            yield at + self.offset
            at += self.stride

    def messages(self, message_type):
        for address in self.addresses():
            if self.is_boxed:
                pointer = gdb.lookup_type("unsigned long").pointer()
                base = self.box_type().pointer()
                box = gdb.Value(gdb.Value(address).cast(pointer).dereference()).cast(base)
                yield box.cast(box.dynamic_type).dereference()["value"]
            else:
                yield gdb.Value(address).cast(message_type.pointer()).dereference()

    def box_type(self):
        space = re.sub(r"::slot_queue$", "", str(self.queue.type.strip_typedefs()))
        return gdb.lookup_type(space + "::any_box")


def describe(channel):
    name = text(plain(channel["name_"]))
    facts = [kind_of(channel)]
    if has_messages(channel):
        if plain(channel["closed_"]):
            facts.append("disconnected")
        facts.append(counted(Slots(channel).count(), "message"))
        facts.append(counted(scalar(channel["endpoints"]["senders"]), "sender"))
    if facts != ["never"]:
        facts.append(counted(scalar(channel["endpoints"]["receivers"]), "receiver"))
    return ('"%s": ' % name if name else "") + ", ".join(facts)


class HandlePrinter:
    """A sender or a receiver, weak or not."""

    def __init__(self, value, side):
        self.side = side
        self.message_type = value.type.strip_typedefs().template_argument(0)
        pointer = value["handle_"]["channel_"]
        self.channel = None
        if int(pointer) != 0:
            self.channel = pointer.cast(pointer.dynamic_type).dereference()

    def to_string(self):
        if self.channel is None:
            return self.side + ", empty"
        return "%s of %s" % (self.side, describe(self.channel))

    def children(self):
        if self.channel is None or not has_messages(self.channel):
            return iter([])
        messages = Slots(self.channel).messages(self.message_type)
        return (("[%d]" % i, each) for i, each in enumerate(messages))

    def display_hint(self):
        return "array"


class BroadcastPrinter:
    """A broadcast_sender."""

    def __init__(self, value):
        self.state = pointer_in(value["state_"])

    def to_string(self):
        if int(self.state) == 0:
            return "broadcast sender, empty"
        state = self.state.dereference()
        policy = re.sub(r".*::", "", str(state["policy_"]))
        return "broadcast sender of capacity %d, lag::%s" % (int(state["capacity_"]), policy)


def pointer_in(shared):
    """The pointer of a std::shared_ptr."""
    for field in ("_M_ptr", "__ptr_"):
        try:
            return shared[field]
        except gdb.error:
            pass
    raise gdb.error("an unknown std::shared_ptr")


def printers():
    found = gdb.printing.RegexpCollectionPrettyPrinter("strait")
    for name in ("sender", "receiver"):
        for prefix in ("", "weak_"):
            side = (prefix + name).replace("_", " ")
            found.add_printer(
                side,
                r"^strait::(\w+::)?%s<.*>$" % (prefix + name),
                lambda value, side=side: HandlePrinter(value, side),
            )
    found.add_printer("broadcast", r"^strait::(\w+::)?broadcast_sender<.*>$", BroadcastPrinter)
    return found


gdb.printing.register_pretty_printer(gdb.current_objfile(), printers(), replace=True)
