/** A name from a law begins in the middle of a sentence there, and at the start of a line here. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
