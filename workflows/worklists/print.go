package worklists

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdpio "github.com/chromedp/cdproto/io"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"candour/models"
	"candour/workflows/filing"
)

// printTime is how long a browser may take over one part of a batch: 500 letters take seconds, on a busy machine many.
const printTime = 3 * time.Minute

// leastPDF is less than any printed page: without fonts the browser prints an empty page and says nothing.
const leastPDF = 2000

// WritePDF prints pages that we made ourselves and writes them out as they come. The browser is started for them alone, loads nothing from
// anywhere, and is gone afterwards, so that a long batch leaves no memory behind.
// Errors: unavailable, where no browser is installed or it prints nothing; then the pages for printing are still there.
func WritePDF(ctx context.Context, html string, w io.Writer) error {
	path := filing.Browser()
	if path == "" {
		return &models.Error{Kind: models.KindUnavailable, Detail: filing.NoPDF}
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
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		return fmt.Errorf("open a page for a PDF: %w", err)
	}
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return fmt.Errorf("open a page for a PDF: %w", err)
	}
	if _, err := chromedp.Call(ctx, page.SetDocumentContent, page.SetDocumentContentParams{FrameID: tree.FrameTree.Frame.ID, HTML: html}); err != nil {
		return fmt.Errorf("fill a page for a PDF: %w", err)
	}
	yes := true
	printed, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes, PrintBackground: &yes, TransferMode: page.PrintToPDFTransferModeReturnAsStream})
	if err != nil {
		return fmt.Errorf("print a PDF: %w", err)
	}
	return copyStream(ctx, printed.Stream, w)
}

func copyStream(ctx context.Context, stream cdpio.StreamHandle, w io.Writer) error {
	var head []byte // held back until it is certain that something was printed
	began := false
	for {
		chunk, err := chromedp.Call(ctx, cdpio.Read, cdpio.ReadParams{Handle: stream, Size: 256 << 10})
		if err != nil {
			return fmt.Errorf("read a PDF: %w", err)
		}
		b := chunk.Data
		if !began {
			head = append(head, b...)
			b = nil
			if len(head) >= leastPDF {
				b, head, began = head, nil, true
			}
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		if chunk.EOF {
			break
		}
	}
	if !began {
		return &models.Error{Kind: models.KindUnavailable, Detail: "The browser of the server printed an empty page, as it does without fonts. Open the pages for printing and save them as a PDF from there."}
	}
	return nil
}
