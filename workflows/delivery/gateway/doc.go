// Package gateway hands text messages and voice messages to a provider over HTTP. One request is one message to one number; its key is a
// function of the delivery, so a provider that remembers keys can be asked again without telling a person twice.
//
// What is sent (POST, JSON, Authorization: Bearer):
//
//	Idempotency-Key: the key of the delivery's step
//	{"kind":"sms","to":"+41...","from":"...","language":"fr","text":"...","key":"...","parts":2,"encoding":"gsm-7"}
//
// What comes back is only a state and a code; a provider's words often repeat the number, so they are never kept. Receipts are signed: see
// Receipts.
package gateway
