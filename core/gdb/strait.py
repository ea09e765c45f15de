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
        return "%s(%d)" % (kind, int(channel["capacity_"]))
    return {"after": "after timer", "tick": "tick timer"}.get(kind, kind)


def has_messages(channel):
    return any(field.name == "messages_" for field in channel.type.fields())


def messages(channel):
    """Those in the channel, oldest first."""
    box = plain(channel["messages_"]["first_"])
    while int(box) != 0:
        whole = box.cast(box.dynamic_type).dereference()
        yield whole["value"]
        box = plain(box["next"])


def describe(channel):
    name = text(plain(channel["name_"]))
    facts = [kind_of(channel)]
    if has_messages(channel):
        if plain(channel["closed_"]):
            facts.append("disconnected")
        facts.append(counted(int(plain(channel["size_"])), "message"))
        facts.append(counted(scalar(channel["endpoints"]["senders"]), "sender"))
    if facts != ["never"]:
        facts.append(counted(scalar(channel["endpoints"]["receivers"]), "receiver"))
    return ('"%s": ' % name if name else "") + ", ".join(facts)


class HandlePrinter:
    """A sender or a receiver, weak or not."""

    def __init__(self, value, side):
        self.side = side
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
        return (("[%d]" % i, each) for i, each in enumerate(messages(self.channel)))

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
