// connection.ts — what the browser knows about the connection.

/** Whether the reader asked for as little traffic as possible. */
export function savesData(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}
