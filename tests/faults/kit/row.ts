// A row of the matrix as a test: `row('N2', async (use) => …)`. Its name is the matrix's, so that
// the two cannot drift apart.
import { it, onTestFinished } from 'vitest'
import { matrix } from '../matrix.ts'

interface Closes {
  close(): Promise<void>
}
/** Whatever is used is closed when the row is over. */
export type Use = <T extends Closes>(opening: T | Promise<T>) => Promise<T>

export function rowTitle(id: string, where?: string): string {
  const found = matrix.find((each) => each.id === id)
  if (!found) throw new Error(`The matrix has no row ${id}`)
  if (found.notHere) throw new Error(`The matrix says that ${id} cannot be tested here`)
  return `${id}${where ? ` (${where})` : ''} ${found.fault}: ${found.holds}`
}

const using =
  (finished: typeof onTestFinished): Use =>
  async (opening) => {
    const opened = await opening
    finished(() => opened.close())
    return opened
  }

/** @param where the engine or the case of the row, when it is tested more than once. */
export const row = (
  id: string,
  work: (use: Use) => Promise<void>,
  where?: string,
  timeoutMs?: number,
): void =>
  it(
    rowTitle(id, where),
    timeoutMs === undefined ? {} : { timeout: timeoutMs },
    ({ onTestFinished: finished }) => work(using(finished)),
  )

/** For rows that mostly wait: those of one file run side by side. */
export const waitingRow = (id: string, work: (use: Use) => Promise<void>, where?: string): void =>
  it.concurrent(rowTitle(id, where), ({ onTestFinished: finished }) => work(using(finished)))
