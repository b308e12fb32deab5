// Package receipts is what is heard after a message was handed over: bounces of mail, receipts of gateways, letters that came back. A receipt
// may come late, early, twice, or be forged; none of these changes anything it should not. Whoever was not reached goes on to the next channel
// that is safe for them, or is listed as not reached, with the reason.
package receipts
