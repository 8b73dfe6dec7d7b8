package multifrost

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"

	"github.com/vmihailenco/msgpack/v5"
)

// function is a Go function of any arguments that returns nothing, a value, an error, or a value
// and an error.
type function struct{ reflect.Value }

var errorType = reflect.TypeFor[error]()

func newFunction(name string, f any) function {
	value := reflect.ValueOf(f)
	kind := value.Type() // panics for nil, which is right here
	fits := kind.Kind() == reflect.Func && !kind.IsVariadic() && kind.NumOut() <= 2
	if !fits || kind.NumOut() == 2 && kind.Out(1) != errorType {
		panic(fmt.Sprintf("function %q is a %v; it must be a function that returns (T, error), T, error or nothing", name, kind))
	}
	return function{value}
}

// call converts the arguments, runs the function, and turns a panic into an error.
func (f function) call(arguments []any) (result any, err error) {
	if len(arguments) != f.Type().NumIn() {
		return nil, fmt.Errorf("takes %d arguments, but got %d", f.Type().NumIn(), len(arguments))
	}
	in := make([]reflect.Value, len(arguments))
	for i, argument := range arguments {
		in[i] = reflect.New(f.Type().In(i)).Elem()
		if err := convert(argument, in[i]); err != nil {
			return nil, fmt.Errorf("argument %d: %w", i+1, err)
		}
	}
	out := f.Call(in)
	if n := len(out); n > 0 && f.Type().Out(n-1) == errorType {
		err, _ = out[n-1].Interface().(error)
		out = out[:n-1]
	}
	if len(out) > 0 {
		result = out[0].Interface()
	}
	return result, err
}

// convert sets a variable of any type to a value that was received. It never bends a value: 3.0 is
// an int, 3.5 is none, and neither is a number beyond its range.
func convert(value any, to reflect.Value) error {
	from := reflect.ValueOf(value)
	switch {
	case value == nil:
		switch to.Kind() {
		case reflect.Interface, reflect.Pointer, reflect.Slice, reflect.Map:
			to.SetZero()
			return nil
		}
		return fmt.Errorf("nil is no %v", to.Type())
	case from.Type().AssignableTo(to.Type()):
		to.Set(from)
		return nil
	case to.Kind() == reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		return convert(value, to.Elem())
	case isNumber(from.Kind()) && isNumber(to.Kind()):
		to.Set(from.Convert(to.Type()))
		if isNaN(from) && isNaN(to) || !isNaN(from) && exact(from).Cmp(exact(to)) == 0 {
			return nil
		}
		return fmt.Errorf("%v does not fit into %v", value, to.Type())
	case from.Kind() == reflect.Slice && to.Kind() == reflect.Slice:
		to.Set(reflect.MakeSlice(to.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			if err := convert(from.Index(i).Interface(), to.Index(i)); err != nil {
				return fmt.Errorf("entry %d: %w", i, err)
			}
		}
		return nil
	case from.Kind() == reflect.Map && to.Kind() == reflect.Map:
		return convertMap(from, to)
	case from.Kind() == reflect.Map && to.Kind() == reflect.Struct:
		bytes, err := msgpack.Marshal(value)
		if err != nil {
			return err
		}
		return msgpack.Unmarshal(bytes, to.Addr().Interface())
	case from.Kind() == to.Kind() && from.CanConvert(to.Type()): // a type of one's own, of string or bool
		to.Set(from.Convert(to.Type()))
		return nil
	}
	return fmt.Errorf("%T is no %v", value, to.Type())
}

func convertMap(from, to reflect.Value) error {
	to.Set(reflect.MakeMapWithSize(to.Type(), from.Len()))
	for entries := from.MapRange(); entries.Next(); {
		key, value := reflect.New(to.Type().Key()).Elem(), reflect.New(to.Type().Elem()).Elem()
		err := errors.Join(convert(entries.Key().Interface(), key), convert(entries.Value().Interface(), value))
		if err != nil {
			return fmt.Errorf("key %v: %w", entries.Key(), err)
		}
		to.SetMapIndex(key, value)
	}
	return nil
}

func isNumber(kind reflect.Kind) bool {
	return kind >= reflect.Int && kind <= reflect.Float64 && kind != reflect.Uintptr
}

func isNaN(number reflect.Value) bool {
	return number.CanFloat() && math.IsNaN(number.Float())
}

// exact makes any number but NaN comparable with any other.
func exact(number reflect.Value) *big.Float {
	switch {
	case number.CanInt():
		return new(big.Float).SetInt64(number.Int())
	case number.CanUint():
		return new(big.Float).SetUint64(number.Uint())
	}
	return big.NewFloat(number.Float())
}
