import { setNonce } from 'get-nonce';

let nonce = '';

// The server writes a fresh nonce into index.html for each request and into its Content-Security-Policy. Mantine asks for it when it adds
// a style element, and so does the scroll lock under a dialog (through get-nonce); without both, styles are refused.
export function adoptNonce(): void {
  nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
  if (nonce) setNonce(nonce);
}

export function styleNonce(): string {
  return nonce;
}
