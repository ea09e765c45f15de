// patterns.go — who sends what to whom: the patterns of cpp/patterns.hpp, with goroutines.

package main

import (
	"reflect"
	"sync"
)

// tally is what a pattern moved: how many messages, the sum of their values, and what that sum has
// to be.
type tally struct{ messages, sum, expected uint64 }

func values[T any](k kind[T], senders, messages uint64) uint64 {
	return senders * k.sumOf(messages)
}

func sendAll[T any](k kind[T], to chan<- T, messages uint64) {
	for i := uint64(0); i < messages; i++ {
		to <- k.make(i)
	}
}

func receiveAll[T any](k kind[T], from <-chan T, messages uint64) uint64 {
	var sum uint64
	for i := uint64(0); i < messages; i++ {
		sum += k.value(<-from)
	}
	return sum
}

// crew is goroutines that are waited for.
type crew struct{ sync.WaitGroup }

func (c *crew) start(work func()) {
	c.Add(1)
	go func() {
		defer c.Done()
		work()
	}()
}

func sumOf(sums []uint64) uint64 {
	var sum uint64
	for _, each := range sums {
		sum += each
	}
	return sum
}

func sequential[T any](k kind[T], room capacity, messages uint64) tally {
	channel := make(chan T, room)
	sendAll(k, channel, messages)
	return tally{messages, receiveAll(k, channel, messages), values(k, 1, messages)}
}

func manyToMany[T any](k kind[T], room capacity, messages, senders, receivers uint64) tally {
	messages -= messages % (senders * receivers)
	sums := make([]uint64, receivers)
	channel := make(chan T, room)
	var all crew
	for i := uint64(0); i < senders; i++ {
		all.start(func() { sendAll(k, channel, messages/senders) })
	}
	if receivers == 1 {
		sums[0] = receiveAll(k, channel, messages)
	} else {
		for i := range sums {
			i := i
			all.start(func() { sums[i] = receiveAll(k, channel, messages/receivers) })
		}
	}
	all.Wait()
	return tally{messages, sumOf(sums), values(k, senders, messages/senders)}
}

const selectWidth = 4

func four[T any](room capacity) (all [selectWidth]chan T) {
	for i := range all {
		all[i] = make(chan T, room)
	}
	return
}

func receiveAny[T any](from *[selectWidth]chan T) (message T) {
	select {
	case message = <-from[0]:
	case message = <-from[1]:
	case message = <-from[2]:
	case message = <-from[3]:
	}
	return
}

func sendAny[T any](to *[selectWidth]chan T, message T) {
	select {
	case to[0] <- message:
	case to[1] <- message:
	case to[2] <- message:
	case to[3] <- message:
	}
}

func selectReceive(room capacity, messages uint64) tally {
	messages -= messages % selectWidth
	channels := four[word](room)
	var all crew
	for _, channel := range channels {
		channel := channel
		all.start(func() { sendAll(words, channel, messages/selectWidth) })
	}
	var sum uint64
	for i := uint64(0); i < messages; i++ {
		sum += receiveAny(&channels)
	}
	all.Wait()
	return tally{messages, sum, values(words, selectWidth, messages/selectWidth)}
}

func selectBoth(room capacity, messages uint64) tally {
	messages -= messages % selectWidth
	each := messages / selectWidth
	sums := make([]uint64, selectWidth)
	channels := four[word](room)
	var all crew
	for i := range sums {
		i := i
		all.start(func() {
			for k := uint64(0); k < each; k++ {
				sendAny(&channels, k)
			}
		})
		all.start(func() {
			var sum uint64
			for k := uint64(0); k < each; k++ {
				sum += receiveAny(&channels)
			}
			sums[i] = sum
		})
	}
	all.Wait()
	return tally{messages, sumOf(sums), values(words, selectWidth, each)}
}

func create(room capacity, channels uint64) tally {
	for i := uint64(0); i < channels; i++ {
		unused = make(chan word, room)
	}
	return tally{channels, 0, 0}
}

// unused keeps the compiler from leaving out what is made and not used.
var unused chan word

func useOnce(messages uint64) tally {
	var sum uint64
	for i := uint64(0); i < messages; i++ {
		channel := make(chan word, 1)
		unused = channel
		channel <- i
		sum += <-channel
	}
	return tally{messages, sum, values(words, 1, messages)}
}

func selector(room capacity, messages uint64, width int) tally {
	const stride = 7919
	channels := make([]chan word, width)
	cases := make([]reflect.SelectCase, width)
	for i := range channels {
		channels[i] = make(chan word, room)
		cases[i] = reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(channels[i])}
	}
	var sum uint64
	for i := uint64(0); i < messages; i++ {
		channels[i*stride%uint64(width)] <- i
		_, message, _ := reflect.Select(cases)
		sum += message.Uint()
	}
	return tally{messages, sum, values(words, 1, messages)}
}
