//go:build !unix

package publication

import "sync"

var writing sync.Mutex

// lock makes this writer the only one of this process; other systems are not served by several processes.
func lock(string) (unlock func(), err error) {
	writing.Lock()
	return writing.Unlock, nil
}
