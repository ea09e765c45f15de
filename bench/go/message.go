// message.go — what the benchmark sends: the messages of cpp/message.hpp.

package main

import "strings"

type (
	word     = uint64
	block64  = [8]uint64
	block4k  = [512]uint64
	pointer  = *uint64
	capacity = int
)

// kind builds the i-th message of a sender, reads its value back, and predicts the sum of the
// values of a sender's first messages.
type kind[T any] struct {
	make  func(i uint64) T
	value func(T) uint64
	sumOf func(count uint64) uint64
}

func itself(i uint64) uint64 { return i }

func sumBelow(count uint64) uint64 { return count * (count - 1) / 2 }

var (
	words     = kind[word]{itself, itself, sumBelow}
	small     = kind[block64]{func(i uint64) block64 { return block64{i} }, first64, sumBelow}
	large     = kind[block4k]{func(i uint64) block4k { return block4k{i} }, first4k, sumBelow}
	boxes     = kind[pointer]{func(i uint64) pointer { return &i }, target, sumBelow}
	strings32 = kind[string]{
		func(uint64) string { return strings.Clone(text) },
		func(it string) uint64 { return uint64(len(it)) },
		func(count uint64) uint64 { return count * uint64(len(text)) },
	}
)

var text = strings.Repeat("x", 32)

func first64(it block64) uint64 { return it[0] }
func first4k(it block4k) uint64 { return it[0] }
func target(it pointer) uint64  { return *it }
