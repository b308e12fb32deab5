// The next five clocks over everything the reader may see; filled as soon as the server offers clocks.
export function Ribbon() {
  return null;
}
