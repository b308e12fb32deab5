package main

import "os"

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	if len(args) > 0 && args[0] == "sink" {
		return sinkCommand(args[1:])
	}
	return 2
}
