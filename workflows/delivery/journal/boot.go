package journal

import (
	"hash/fnv"
	"os"
	"sync"
)

// Boot names this start of the machine; zero when the system does not say.
var Boot = sync.OnceValue(func() uint32 {
	b, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil || len(b) == 0 {
		return 0
	}
	h := fnv.New32a()
	_, _ = h.Write(b)
	return h.Sum32()
})
