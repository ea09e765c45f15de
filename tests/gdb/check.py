"""check.py - runs inside GDB: what it prints of the handles in handles.cpp is what that file says.

gdb -batch -nx -ex "source core/gdb/strait.py" -ex "source check.py" <program>
"""

import os
import re

import gdb

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "handles.cpp")


def expectations():
    with open(SOURCE, encoding="utf-8") as source:
        return re.findall(r"^ *// print ([\w.]+): (.*)$", source.read(), re.MULTILINE)


def main():
    gdb.execute("set width 0")
    gdb.execute("break stop_for_gdb")
    gdb.execute("run")
    gdb.execute("up")
    wrong = 0
    for name, expected in expectations():
        shown = gdb.execute("output " + name, to_string=True)
        print("%s: %s" % (name, shown))
        if shown != expected:
            print("  expected: " + expected)
            wrong += 1
    count = len(expectations())
    print("%d of %d are shown as they should be" % (count - wrong, count))
    return 0 if count > 0 and wrong == 0 else 1


try:
    result = main()
except gdb.error as error:
    print("GDB cannot run a program here: %s" % error)
    result = 1
gdb.execute("kill") if gdb.selected_inferior().pid else None
gdb.execute("quit %d" % result)
