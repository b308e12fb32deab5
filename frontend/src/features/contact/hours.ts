/** Minutes since midnight as people write them; 1440 is the end of the day. */
export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** What a time field holds, as minutes; an end at 00:00 is the end of the day. */
export function minutesOf(text: string, end: boolean): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  const all = hours * 60 + minutes;
  return end && all === 0 ? 1440 : all;
}
