package templates_test

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"

	"candour/templates"
)

// What is drawn is read back module by module and compared with the code itself.
func TestAQRCodeIsDrawnModuleByModule(t *testing.T) {
	text := "otpauth://totp/Candour:name@example.org?algorithm=SHA1&digits=6&issuer=Candour&period=30&secret=" + strings.Repeat("ABCD", 8)
	svg, err := templates.QR(text)
	if err != nil {
		t.Fatal(err)
	}
	var parsed struct {
		ViewBox string `xml:"viewBox,attr"`
		Path    []struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal([]byte(svg), &parsed); err != nil {
		t.Fatal(err)
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("0 0 %d %d", code.Size+8, code.Size+8); parsed.ViewBox != want {
		t.Fatalf("view box %q, want %q: the quiet zone is four modules", parsed.ViewBox, want)
	}
	drawn := map[[2]int]bool{}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`).FindAllStringSubmatch(parsed.Path[1].D, -1) {
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		n, _ := strconv.Atoi(m[3])
		for i := range n {
			drawn[[2]int{x + i, y}] = true
		}
	}
	for y := -4; y < code.Size+4; y++ {
		for x := -4; x < code.Size+4; x++ {
			if drawn[[2]int{x + 4, y + 4}] != code.Black(x, y) {
				t.Fatalf("module %d,%d", x, y)
			}
		}
	}
	if strings.Contains(svg, "style") || strings.Contains(svg, "otpauth") {
		t.Error("a style or the text itself is in the drawing")
	}
}

func TestATextTooLongForAQRCodeIsRefused(t *testing.T) {
	if _, err := templates.QR(strings.Repeat("x", 3000)); err == nil {
		t.Error("3,000 bytes were drawn")
	}
}
