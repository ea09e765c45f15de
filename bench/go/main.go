// main.go — Go's channels in the benchmark, by the protocol of cpp/program.hpp.

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// run is one line of the catalogue; work gives what it prints, without the braces.
type run struct {
	channel, pattern string
	work             func(messages uint64) (string, error)
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func timed(work func() tally) (string, error) {
	processor, began := processorTime(), time.Now()
	done := work()
	took, used := time.Since(began), processorTime()-processor
	if done.sum != done.expected {
		return "", errors.New("messages were lost, or came twice")
	}
	return fmt.Sprintf(`"messages":%d,"ns":%d,"cpu_ns":%d`, done.messages, took, used), nil
}

// room is a capacity for a run of so many messages. Go has no channel without a limit.
type room func(messages uint64) capacity

func exactly(size capacity) room      { return func(uint64) capacity { return size } }
func enough(messages uint64) capacity { return capacity(messages) }

var rooms = []struct {
	name string
	room room
}{{"bounded0", exactly(0)}, {"bounded1", exactly(1)}, {"bounded", enough}}

type catalogue []run

func (all *catalogue) add(channel string, size room, pattern string,
	work func(room capacity, messages uint64) tally) {
	*all = append(*all, run{channel, pattern, func(messages uint64) (string, error) {
		return timed(func() tally { return work(size(messages), messages) })
	}})
}

func (all *catalogue) addProbe(channel string, size capacity, pattern string,
	probe func(room capacity, messages uint64) string) {
	*all = append(*all, run{channel, pattern, func(messages uint64) (string, error) {
		return probe(size, messages), nil
	}})
}

func many[T any](k kind[T], senders, receivers uint64) func(capacity, uint64) tally {
	return func(room capacity, messages uint64) tally {
		return manyToMany(k, room, messages, senders, receivers)
	}
}

func addMessages[T any](all *catalogue, k kind[T], name string) {
	all.add("bounded1024", exactly(1024), "spsc-"+name, many(k, 1, 1))
	all.add("bounded1024", exactly(1024), "mpmc-"+name, many(k, 4, 4))
}

func everything() (all catalogue) {
	for _, each := range rooms {
		if each.name == "bounded" {
			all.add(each.name, each.room, "seq", func(room capacity, messages uint64) tally {
				return sequential(words, room, messages)
			})
		}
		all.add(each.name, each.room, "spsc", many(words, 1, 1))
		all.add(each.name, each.room, "mpsc", many(words, 4, 1))
		all.add(each.name, each.room, "mpmc", many(words, 4, 4))
		all.add(each.name, each.room, "select_rx", selectReceive)
		all.add(each.name, each.room, "select_both", selectBoth)
		all.add(each.name, each.room, "1x8", many(words, 1, 8))
		all.add(each.name, each.room, "8x8", many(words, 8, 8))
		all.add(each.name, each.room, "16x16", many(words, 16, 16))
	}
	addMessages(&all, small, "64b")
	addMessages(&all, large, "4kib")
	addMessages(&all, strings32, "string")
	addMessages(&all, boxes, "pointer")
	for name, size := range map[string]capacity{"bounded0": 0, "bounded1": 1, "bounded1024": 1024} {
		all.add(name, exactly(size), "create", create)
	}
	all.add("oneshot", exactly(1), "use_once", func(_ capacity, messages uint64) tally {
		return useOnce(messages)
	})
	for _, width := range []int{4, 100, 1000, 10_000} {
		width := width
		all.add("bounded1", exactly(1), fmt.Sprintf("selector-%d", width),
			func(room capacity, messages uint64) tally { return selector(room, messages, width) })
	}
	for name, size := range map[string]capacity{"bounded1": 1, "bounded1024": 1024} {
		all.addProbe(name, size, "paced", paced)
		if resident() > 0 {
			all.addProbe(name, size, "memory-idle", idleBytes)
		}
	}
	return
}

func list(all catalogue) error {
	names := make([]string, len(all))
	for i, each := range all {
		names[i] = each.channel + "/" + each.pattern
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"system": "go", "version": runtime.Version()[len("go"):], "runs": names})
}

func check(all catalogue, messages uint64) error {
	for _, each := range all {
		if _, err := each.work(messages); err != nil {
			return fmt.Errorf("%s/%s: %w", each.channel, each.pattern, err)
		}
	}
	fmt.Printf("{\"checked\":%d,\"messages\":%d}\n", len(all), messages)
	return nil
}

func obey(words []string) error {
	all := everything()
	if len(words) == 1 && words[0] == "--list" {
		return list(all)
	}
	if len(words) != 3 && !(len(words) == 2 && words[0] == "--check") {
		return errors.New("usage: --list | --check <messages> | <channel> <pattern> <messages>")
	}
	messages, err := strconv.ParseUint(words[len(words)-1], 10, 40)
	if err != nil {
		return err
	}
	if len(words) == 2 {
		return check(all, messages)
	}
	for _, each := range all {
		if each.channel == words[0] && each.pattern == words[1] {
			line, err := each.work(messages)
			if err == nil {
				fmt.Printf("{%s}\n", line)
			}
			return err
		}
	}
	return fmt.Errorf("there is no run %s/%s", words[0], words[1])
}

func main() {
	if err := obey(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "go:", err)
		os.Exit(1)
	}
}
