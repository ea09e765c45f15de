// probes.go — how late a message arrives, and the memory of channels: cpp/probes.hpp.

package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
	"time"
)

var start = time.Now()

func nanoseconds() uint64 { return uint64(time.Since(start)) }

func paced(room capacity, messages uint64) string {
	const pace = 20_000
	late := make([]uint64, messages)
	channel := make(chan word, room)
	var all crew
	all.start(func() {
		next := nanoseconds()
		for i := uint64(0); i < messages; i++ {
			next += pace
			for nanoseconds() < next {
			}
			channel <- nanoseconds()
		}
	})
	for i := range late {
		sent := <-channel
		late[i] = nanoseconds() - sent
	}
	all.Wait()
	sort.Slice(late, func(a, b int) bool { return late[a] < late[b] })
	at := func(share float64) uint64 { return late[int(share*float64(len(late)-1))] }
	return fmt.Sprintf(`"latency_ns":{"p50":%d,"p99":%d,"p99_9":%d,"max":%d}`,
		at(0.5), at(0.99), at(0.999), at(1))
}

// resident is the memory in use by this process, in bytes; 0 where the system does not tell.
func resident() uint64 {
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\n") {
		var kilobytes uint64
		if n, _ := fmt.Sscanf(line, "VmRSS: %d kB", &kilobytes); n == 1 {
			return kilobytes * 1024
		}
	}
	return 0
}

func idleBytes(room capacity, channels uint64) string {
	made := make([]chan uint32, channels)
	before := resident()
	for i := range made {
		made[i] = make(chan uint32, room)
	}
	bytes := float64(resident()-before) / float64(channels)
	runtime.KeepAlive(made)
	return fmt.Sprintf(`"bytes":%f`, bytes)
}
