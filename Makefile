# make run    build what changed, start the app with the exercise incident
# make test   everything: Go on SQLite and PostgreSQL, front end, browser
# make check  what needs no running: format, vet, lint, import directions, generated files, known vulnerabilities
# Also: build, bench, chaos, api, clean. CONTRIBUTING.md says more.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# The same flags for build, vet and test: with others Go would compile everything a second time.
export CGO_ENABLED := 0
export GOFLAGS := -trimpath -buildvcs=false
export PATH := $(CURDIR)/scripts:$(PATH)
# npm asks about funding and updates in the middle of a build otherwise.
export NPM_CONFIG_FUND := false
export NPM_CONFIG_UPDATE_NOTIFIER := false
export NPM_CONFIG_AUDIT := false

NPM      := cd frontend && npm
MODULES  := frontend/node_modules/.package-lock.json
PAGE     := frontend/dist/index.html
# Whatever can change the built page. Tests and end-to-end scripts cannot.
PAGE_SRC := $(shell find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune -o -path frontend/e2e -prune \
	-o -type f ! -name '*.test.ts' ! -name '*.test.tsx' ! -name '*.go' ! -name 'playwright.config.ts' -print 2>/dev/null)

.PHONY: help build binary run test test-go test-page test-browser bench chaos check check-format check-vet check-rules check-lint check-generated \
	check-page check-known api clean modules

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | head -n 4

## Build

build: $(PAGE) binary

# The binary alone, with whatever page was built last: enough for every command that serves nothing.
binary:
	@go build -ldflags='-s -w' -o candour .

$(PAGE): $(PAGE_SRC) | $(MODULES)
	@echo "building the page"
	@$(NPM) run --silent build
	@touch $@

$(MODULES): frontend/package.json frontend/package-lock.json
	@need node
	@echo "installing front-end packages"
	@$(NPM) ci --no-progress --loglevel=error
	@touch $@

modules: $(MODULES)

run: build
	@exec ./candour demo

# Writes the page's typed client anew from the server's own description of itself.
api: binary $(MODULES)
	@$(NPM) run --silent api

## Test

test: test-go test-page test-browser
	@echo "all tests passed"

# With the page when it builds, because it is tested as shipped; a broken page is told by test-browser.
test-go:
	@need postgresql
	@$(MAKE) $(PAGE) || echo "the page does not build: the Go tests run without it"
	@with-postgres test-go ./...

test-page: $(MODULES)
	@$(NPM) run --silent test

test-browser: build
	@need chromium fonts
	@$(NPM) run --silent e2e

bench: build
	@need postgresql
	@with-postgres --durable bench

# Kills the program at random moments while it tells people, and counts in a mail server of its own who was told. 300 kills take about a
# quarter of an hour on two cores, so it is no part of make test; the judge's own tests are.
chaos:
	@need postgresql
	@chaos

## Check

check: check-format check-vet check-rules check-lint check-page check-generated check-known
	@echo "all checks passed"

check-format:
	@odd=$$(git ls-files -co --exclude-standard '*.go' | xargs -r gofmt -l); \
	  [ -z "$$odd" ] || { echo "not formatted with gofmt:" $$odd; exit 1; }; echo "format: ok"

# Import directions and forbidden calls are tests too; here they are told early and by name.
check-vet:
	@go vet ./... && go vet -tags figures ./... && echo "vet: ok"
	@go test -count=1 -run '^Test(Layers|Forbidden)' .

# A rule that changed without a case, a case without its edition, a clock that nobody tried. check-editions guards what
# was recorded before.
check-rules: binary
	@out=$$(./candour regimes check) && echo "rules: ok" || { sed -n '/^Problems:/,$$p' <<<"$$out"; exit 1; }
	@check-editions

check-lint:
	@lint=$$(go-tool golangci-lint); $$lint run --timeout 20m ./... && echo "lint: ok"

check-page: $(MODULES)
	@$(NPM) run --silent check && echo "page types: ok"

check-generated: binary $(MODULES)
	@check-generated

check-known: $(MODULES)
	@check-known

clean:
	rm -rf build candour
	git clean -fdxq frontend/dist
