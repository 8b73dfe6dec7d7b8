package multifrost

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	lockTimeout = 10 * time.Second
	lockIsStale = 10 * time.Second // then whoever had it has died
	pollTime    = 100 * time.Millisecond
)

// service is an entry of the registry, the file services.json that all languages share.
type service struct {
	Port    int    `json:"port"`
	Pid     int    `json:"pid"`
	Started string `json:"started"`
}

func registryDirectory() (string, error) {
	if directory := os.Getenv("MULTIFROST_HOME"); strings.TrimSpace(directory) != "" {
		return directory, nil
	}
	home := os.Getenv("HOME")
	if home == "" {
		if user, err := user.Current(); err == nil {
			home = user.HomeDir
		}
	}
	if !filepath.IsAbs(home) {
		return "", fmt.Errorf("there is no home folder for the registry of services (%q): set HOME or MULTIFROST_HOME", home)
	}
	return filepath.Join(home, ".multifrost"), nil
}

// openRegistry makes the folder where there is none, and refuses one in which others may say which
// process is a service.
func openRegistry() (string, error) {
	directory, err := registryDirectory()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return "", err
	}
	info, err := os.Stat(directory)
	if err != nil {
		return "", err
	}
	owner := info.Sys().(*syscall.Stat_t).Uid
	if info.Mode().Perm()&0o022 != 0 || owner != 0 && owner != uint32(os.Getuid()) {
		return "", fmt.Errorf("others may write to %s, and so say which process is a service: make it yours alone (chmod 700 %s), "+
			"or name another folder by MULTIFROST_HOME", directory, directory)
	}
	return directory, nil
}

// register enters this process as the service, unless a living process has the id.
func register(id string, port int) error {
	return changeServices(func(services map[string]json.RawMessage) error {
		if other, ok := parseService(services[id]); ok && isRunning(other.Pid) && other.Pid != os.Getpid() {
			return fmt.Errorf("service %q is running already, as process %d: stop it, or take another id", id, other.Pid)
		}
		entry, err := json.Marshal(service{port, os.Getpid(), time.Now().Format(time.RFC3339)})
		services[id] = entry
		return err
	})
}

// unregister removes the entry, if it is of this process.
func unregister(id string) error {
	return changeServices(func(services map[string]json.RawMessage) error {
		if entry, ok := parseService(services[id]); ok && entry.Pid == os.Getpid() {
			delete(services, id)
		}
		return nil
	})
}

// findService waits until a living process has registered the id.
func findService(id string, timeout time.Duration) (service, error) {
	directory, err := openRegistry()
	if err != nil {
		return service{}, err
	}
	for deadline := time.Now().Add(timeout); ; time.Sleep(pollTime) {
		services, err := readServices(directory)
		if err != nil {
			return service{}, err
		}
		if entry, ok := parseService(services[id]); ok && isRunning(entry.Pid) {
			return entry, nil
		}
		if time.Now().After(deadline) {
			return service{}, fmt.Errorf("no living process has registered service %q in %s: start it, or correct the id", id, directory)
		}
	}
}

// changeServices exchanges the file as a whole, so that whoever reads it needs no lock.
func changeServices(change func(map[string]json.RawMessage) error) error {
	directory, err := openRegistry()
	if err != nil {
		return err
	}
	lock := filepath.Join(directory, "services.lock")
	if err := takeLock(lock); err != nil {
		return err
	}
	defer os.Remove(lock)
	services, err := readServices(directory)
	if err != nil {
		return err
	}
	if err := change(services); err != nil {
		return err
	}
	content, err := json.MarshalIndent(services, "", "  ")
	if err != nil {
		return err
	}
	temporary := filepath.Join(directory, fmt.Sprintf("services.json.%d.tmp", os.Getpid()))
	if err := os.WriteFile(temporary, content, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, filepath.Join(directory, "services.json"))
}

func takeLock(path string) error {
	for deadline := time.Now().Add(lockTimeout); ; time.Sleep(pollTime / 10) {
		file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil {
			return file.Close()
		}
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > lockIsStale {
			os.Remove(path)
		} else if time.Now().After(deadline) {
			return fmt.Errorf("the registry is locked by %s; delete it if no process is using it", path)
		}
	}
}

func readServices(directory string) (map[string]json.RawMessage, error) {
	services := map[string]json.RawMessage{}
	path := filepath.Join(directory, "services.json")
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return services, nil
	}
	if err == nil {
		err = json.Unmarshal(content, &services)
	}
	if err == nil && services == nil {
		err = errors.New("it is null")
	}
	if err != nil {
		err = fmt.Errorf("the registry %s makes no sense, delete or correct it: %w", path, err)
	}
	return services, err
}

// parseService leaves out what it does not understand: other languages write "started" differently.
func parseService(entry json.RawMessage) (service, bool) {
	var found struct{ Port, Pid int }
	err := json.Unmarshal(entry, &found)
	return service{Port: found.Port, Pid: found.Pid}, err == nil && found.Pid > 0
}

func isRunning(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
