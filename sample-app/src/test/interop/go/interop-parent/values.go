package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"multifrost.io/sample/multifrost"
)

const language = "go"

type cases struct {
	Values     []valueCase
	Behaviours []string
}

type valueCase struct {
	Name    string
	Hex     string
	Instead map[string]struct{ Hex, Refuses string }
}

func readCases(path string) (cases, error) {
	var read cases
	content, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(content, &read)
	}
	return read, err
}

func (r *run) value(c valueCase) error {
	expectedHex, refused := c.Hex, false
	own, isOwn := c.Instead[language]
	java := c.Instead["java"]
	if isOwn {
		refused = own.Refuses != ""
	} else {
		refused = java.Refuses == "both"
	}
	if own.Hex != "" {
		expectedHex = own.Hex
	} else if java.Hex != "" {
		expectedHex = java.Hex
	}
	sent, err := decodeHex(c.Hex)
	var result any
	if err == nil {
		result, err = call[any](r, "record", c.Name, sent)
	}
	if refused {
		if err == nil {
			return fmt.Errorf("expected a refusal, but got %s", brief(result))
		}
		return nil
	}
	if err != nil {
		return err
	}
	expected, err := decodeHex(expectedHex)
	if err != nil {
		return err
	}
	if !equal(expected, result) {
		return fmt.Errorf("expected %s, but got %s", brief(expected), brief(result))
	}
	return nil
}

// decodeHex reads groups of hexadecimal digits, each repeated where it ends in *N.
func decodeHex(text string) (any, error) {
	var encoded []byte
	for _, group := range strings.Fields(text) {
		digits, times, repeated := strings.Cut(group, "*")
		n := 1
		part, err := hex.DecodeString(digits)
		if err == nil && repeated {
			n, err = strconv.Atoi(times)
		}
		if err != nil {
			return nil, fmt.Errorf("%q in the table of cases: %w", group, err)
		}
		encoded = append(encoded, bytes.Repeat(part, n)...)
	}
	return multifrost.Decode(encoded)
}

// equal compares values of the same kind; how wide a number is does not matter.
func equal(a, b any) bool {
	switch a := a.(type) {
	case []byte:
		b, ok := b.([]byte)
		return ok && bytes.Equal(a, b)
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !equal(a[i], b[i]) {
				return false
			}
		}
		return true
	case map[string]any, map[any]any:
		return equalMaps(anyMap(a), anyMap(b))
	case float32:
		return equal(float64(a), b)
	case float64:
		if single, ok := b.(float32); ok {
			b = float64(single)
		}
		b, ok := b.(float64)
		return ok && (math.Float64bits(a) == math.Float64bits(b) || math.IsNaN(a) && math.IsNaN(b))
	case time.Time:
		b, ok := b.(time.Time)
		return ok && a.Equal(b)
	case nil, bool, string, int64, uint64: // integers have one form each
		switch b.(type) {
		case nil, bool, string, int64, uint64:
			return a == b
		}
	}
	return false
}

func equalMaps(a, b map[any]any) bool {
	if a == nil || len(a) != len(b) {
		return false
	}
	for key, value := range a {
		if other, ok := b[key]; !ok || !equal(value, other) {
			return false
		}
	}
	return true
}

func anyMap(value any) map[any]any {
	if texts, ok := value.(map[string]any); ok {
		all := map[any]any{}
		for key, value := range texts {
			all[key] = value
		}
		return all
	}
	all, _ := value.(map[any]any)
	return all
}

func brief(value any) string {
	text := fmt.Sprintf("%T %v", value, value)
	if len(text) > 200 {
		return text[:200] + "..."
	}
	return text
}
