package filing

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"candour/models"
)

// browsers are the names under which a browser that can print is installed.
var browsers = []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "headless-shell"}

// Browser is the path of an installed browser that can print; empty where there is none.
func Browser() string {
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// NoPDF is said where no browser is installed.
const NoPDF = "No browser is installed on the server, so it cannot make a PDF. Open the page for printing and save it as a PDF from there."

// printTime is how long a browser may take; a form prints in well under a second.
const printTime = 30 * time.Second

// leastPDF is less than any printed page: without fonts the browser prints an empty page and says nothing.
const leastPDF = 2000

// PDF prints a page that we made ourselves. The browser is started for it alone, loads nothing from anywhere, and is gone afterwards.
// Errors: unavailable, where no browser is installed or it prints nothing.
func PDF(ctx context.Context, html []byte) ([]byte, error) {
	path := Browser()
	if path == "" {
		return nil, &models.Error{Kind: models.KindUnavailable, Detail: NoPDF}
	}
	ctx, cancel := context.WithTimeout(ctx, printTime)
	defer cancel()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"))
	if os.Geteuid() == 0 {
		// A browser refuses to start its sandbox as root; what it prints here is our own page without a script.
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	defer stop()
	ctx, closeTab := chromedp.NewContext(ctx)
	defer closeTab()
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank"), fill(html)); err != nil {
		return nil, fmt.Errorf("open a page for a PDF: %w", err)
	}
	out, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFMargin(0.6)))
	if err != nil {
		return nil, fmt.Errorf("print a PDF: %w", err)
	}
	if len(out) < leastPDF {
		return nil, &models.Error{Kind: models.KindUnavailable, Detail: "The browser of the server printed an empty page, as it does without fonts. Open the page for printing and save it as a PDF from there."}
	}
	return out, nil
}

// fill puts our page into the empty tab.
func fill(html []byte) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
		if err != nil {
			return err
		}
		_, err = chromedp.Call(ctx, page.SetDocumentContent, page.SetDocumentContentParams{FrameID: tree.FrameTree.Frame.ID, HTML: string(html)})
		return err
	})
}
