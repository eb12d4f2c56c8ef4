// What is asked of a file on this machine.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** In bytes; null where there is none. */
export const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    (found) => found.size,
    () => null,
  )

/** SHA-256 as 64 lower-case hex digits. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 }))
    hash.update(part as Buffer)
  return hash.digest('hex')
}
