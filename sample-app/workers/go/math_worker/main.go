// A complete Multifrost worker: functions that a parent in another language calls. To write a
// worker of your own, copy this folder and the package multifrost beside it, and replace the
// functions.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"math"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"multifrost.io/sample/multifrost"
)

func main() {
	log.SetFlags(0)
	flag.Bool("worker", false, "ignored; some parents give it")
	serviceID := flag.String("service-id", "", "run as a service that parents find by this id")
	flag.Parse()
	err := multifrost.NewWorker().
		Handle("greet", greet).
		Handle("add", add).
		Handle("factorial", factorial).
		Handle("statistics", statistics).
		Handle("word_count", wordCount).
		Run(*serviceID)
	if err != nil {
		log.Fatal(err)
	}
}

func greet(name string) string {
	return fmt.Sprintf("Hello %s, from %s", name, strings.Replace(runtime.Version(), "go", "Go ", 1))
}

func add(a, b int64) (int64, error) {
	sum := a + b
	if (sum > a) != (b > 0) {
		return 0, fmt.Errorf("%d + %d does not fit into 64 bits", a, b)
	}
	return sum, nil
}

func factorial(n int64) (int64, error) {
	if n < 0 || n > 20 {
		return 0, fmt.Errorf("factorial(%d) does not exist or does not fit into 64 bits: give 0 to 20", n)
	}
	result := int64(1)
	for ; n > 1; n-- {
		result *= n
	}
	return result, nil
}

// Statistics travel as a map with these keys.
type Statistics struct {
	Mean   float64 `msgpack:"mean"`
	Median float64 `msgpack:"median"`
	Stdev  float64 `msgpack:"stdev"`
	Min    float64 `msgpack:"min"`
	Max    float64 `msgpack:"max"`
}

func statistics(numbers []float64) (*Statistics, error) {
	n := len(numbers)
	if n == 0 {
		return nil, errors.New("statistics of no numbers at all: give at least one")
	}
	sorted := slices.Sorted(slices.Values(numbers))
	sum, squares := 0.0, 0.0
	for _, number := range numbers {
		sum += number
	}
	mean := sum / float64(n)
	for _, number := range numbers {
		squares += (number - mean) * (number - mean)
	}
	return &Statistics{
		Mean:   mean,
		Median: (sorted[(n-1)/2] + sorted[n/2]) / 2,
		Stdev:  math.Sqrt(squares / float64(max(1, n-1))),
		Min:    sorted[0],
		Max:    sorted[n-1],
	}, nil
}

var word = regexp.MustCompile(`\pL+(?:['’-]\pL+)*`)

func wordCount(text string) map[string]any {
	words := word.FindAllString(strings.ToLower(text), -1)
	counts := map[string]int{}
	for _, word := range words {
		counts[word]++
	}
	common := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(counts[b]-counts[a], strings.Compare(a, b))
	})
	top := map[string]int{}
	for _, word := range common[:min(10, len(common))] {
		top[word] = counts[word]
	}
	return map[string]any{
		"characters": utf8.RuneCountInString(text),
		"lines":      len(slices.Collect(strings.Lines(text))),
		"words":      len(words),
		"distinct":   len(counts),
		"top":        top,
	}
}
