package multifrost

import (
	"fmt"
	"reflect"
	"runtime/debug"
	"strings"
	"unicode/utf8"
)

const maxText = 64 * 1024 // characters of an error's message, and of its trace

// failure is why a call has no result, in the parts that travel.
type failure struct{ kind, message, trace string }

// describe takes an error apart; errors without a type of their own are called Error. It prints
// rather than asks them, since a method of theirs that panics is then no more than a poor text.
func describe(err error) failure {
	name := strings.TrimLeft(fmt.Sprintf("%T", err), "*")
	if strings.HasPrefix(name, "errors.") || strings.HasPrefix(name, "fmt.") {
		name = "Error"
	}
	return failure{kind: name, message: shorten(fmt.Sprint(err))}
}

func describePanic(cause any) failure {
	return failure{"Error", shorten(fmt.Sprintf("panic: %v", cause)), shorten(string(debug.Stack()))}
}

// text is for all parents; those that know the parts find them in the metadata.
func (f failure) text() string {
	text := f.kind + ": " + f.message
	if f.trace != "" {
		text += "\n" + f.trace
	}
	return text
}

func (f failure) metadata() map[string]any {
	return map[string]any{"error": map[string]any{"type": f.kind, "message": f.message, "trace": f.trace}}
}

func shorten(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if leftOut := utf8.RuneCountInString(text) - maxText; leftOut > 0 {
		return fmt.Sprintf("%s... (%d more characters)", string([]rune(text)[:maxText]), leftOut)
	}
	return text
}

// checkResult refuses what has no end, and maps with keys such as 1 and "1": to parents whose maps
// have strings as keys, they are one.
func checkResult(value reflect.Value, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("the result is nested more than %d levels deep", maxDepth)
	}
	var parts []reflect.Value
	switch value.Kind() {
	case reflect.Interface:
		return checkResult(value.Elem(), depth)
	case reflect.Pointer:
		return checkResult(value.Elem(), depth+1)
	case reflect.Struct:
		for i := range value.NumField() {
			if value.Type().Field(i).IsExported() {
				parts = append(parts, value.Field(i))
			}
		}
	case reflect.Slice, reflect.Array:
		if kind := value.Type().Elem().Kind(); kind < reflect.Array || kind == reflect.String {
			return nil // numbers and texts, which may be many
		}
		for i := range value.Len() {
			parts = append(parts, value.Index(i))
		}
	case reflect.Map:
		texts := map[string]any{}
		for entries := value.MapRange(); entries.Next(); {
			parts = append(parts, entries.Value())
			if value.Type().Key().Kind() == reflect.Interface {
				key := entries.Key().Interface()
				text := fmt.Sprint(key)
				if other, taken := texts[text]; taken {
					return fmt.Errorf("a map of the result has the keys %#v and %#v, which are one to other languages", other, key)
				}
				texts[text] = key
			}
		}
	}
	for _, part := range parts {
		if err := checkResult(part, depth+1); err != nil {
			return err
		}
	}
	return nil
}
