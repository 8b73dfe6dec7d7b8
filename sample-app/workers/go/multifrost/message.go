package multifrost

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

const (
	maxDepth   = 100     // levels of arrays and maps within each other
	maxEntries = 100_000 // of one array or map
)

// message holds the fields of one message. Protocols 3 and 4 differ in "app" alone.
type message map[string]any

func (m message) text(field string) string {
	text, _ := m[field].(string)
	return text
}

func (m message) isOurs() bool {
	return m["app"] == "comlink_ipc_v3" || m["app"] == "comlink_ipc_v4"
}

// reply begins an answer: it has the id of its request and the protocol of its sender.
func (m message) reply(kind string) message {
	return message{"app": m["app"], "id": m.text("id"), "type": kind, "timestamp": now()}
}

// deadline is when nobody waits for a call any more, in seconds since 1970.
func (m message) deadline() float64 {
	metadata, _ := m["metadata"].(map[string]any)
	seconds, isFloat := metadata["deadline"].(float64)
	if whole, isInt := metadata["deadline"].(int64); isInt {
		seconds, isFloat = float64(whole), true
	}
	if isFloat && seconds > 0 && seconds <= 1e12 {
		return seconds
	}
	return math.Inf(1)
}

func now() float64 {
	return float64(time.Now().UnixMicro()) / 1e6
}

// newID makes a random UUID.
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func (m message) encode() ([]byte, error) {
	var buffer bytes.Buffer
	encoder := msgpack.NewEncoder(&buffer)
	encoder.UseCompactInts(true)
	err := encoder.Encode(map[string]any(m))
	return buffer.Bytes(), err
}

// decode reads a message. Where it fails it returns what it has read until then, so that a call
// with an argument that cannot be read can be answered with an error.
func decode(payload []byte) (message, error) {
	decoder := msgpack.NewDecoder(bytes.NewReader(payload))
	m := message{}
	n, err := decoder.DecodeMapLen()
	for ; err == nil && n > 0; n-- {
		var field string
		if field, err = decoder.DecodeString(); err == nil {
			m[field], err = decodeValue(decoder, 1)
		}
	}
	return m, err
}

// Decode reads one value as functions and parents get it.
func Decode(encoded []byte) (any, error) {
	return decodeValue(msgpack.NewDecoder(bytes.NewReader(encoded)), 1)
}

// decodeValue reads any value: integers as int64, those above its range as uint64, maps as
// map[string]any, or map[any]any where a key is no string.
func decodeValue(decoder *msgpack.Decoder, depth int) (any, error) {
	code, err := decoder.PeekCode()
	if err != nil {
		return nil, err
	}
	if depth > maxDepth {
		return nil, fmt.Errorf("nested more than %d levels deep", maxDepth)
	}
	switch {
	case msgpcode.IsFixedArray(code), code == msgpcode.Array16, code == msgpcode.Array32:
		return decodeArray(decoder, depth)
	case msgpcode.IsFixedMap(code), code == msgpcode.Map16, code == msgpcode.Map32:
		return decodeMap(decoder, depth)
	case code == msgpcode.Uint64:
		n, err := decoder.DecodeUint64()
		if n <= math.MaxInt64 {
			return int64(n), err
		}
		return n, err
	case msgpcode.IsFixedNum(code), code >= msgpcode.Uint8 && code <= msgpcode.Int64:
		return decoder.DecodeInt64()
	}
	return decoder.DecodeInterface()
}

func decodeArray(decoder *msgpack.Decoder, depth int) (any, error) {
	n, err := decoder.DecodeArrayLen()
	if n > maxEntries {
		return nil, fmt.Errorf("an array has %d entries, more than %d", n, maxEntries)
	}
	array := []any{}
	for ; err == nil && n > 0; n-- {
		var value any
		value, err = decodeValue(decoder, depth+1)
		array = append(array, value)
	}
	return array, err
}

func decodeMap(decoder *msgpack.Decoder, depth int) (any, error) {
	n, err := decoder.DecodeMapLen()
	if n > maxEntries {
		return nil, fmt.Errorf("a map has %d entries, more than %d", n, maxEntries)
	}
	texts, others := map[string]any{}, map[any]any{}
	for ; err == nil && n > 0; n-- {
		var key, value any
		if key, err = decodeValue(decoder, depth+1); err != nil {
			break
		}
		value, err = decodeValue(decoder, depth+1)
		switch key := key.(type) {
		case string:
			texts[key] = value
		case []byte, []any, map[string]any, map[any]any:
			return nil, errors.New("a map has a key that Go cannot have: a binary, array or map")
		default:
			others[key] = value
		}
	}
	if len(others) == 0 {
		return texts, err
	}
	for key, value := range texts {
		others[key] = value
	}
	return others, err
}
