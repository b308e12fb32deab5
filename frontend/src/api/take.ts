/** The answer of a call; a refusal was already thrown as a Problem by the client. */
export async function take<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
