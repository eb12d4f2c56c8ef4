// Which rows the fault matrix has: what goes wrong in the field and behind it, and what must hold
// all the same. A row says both where it is tested (kit/row.ts); that nothing ticked is lost,
// doubled or put out of order holds in every row (../judge) and is not repeated.
import { readdirSync, readFileSync } from 'node:fs'

/** How many rows each room of the matrix has; they count from 1. */
const rooms = {
  N: { of: 'network', rows: 17 },
  C: { of: 'the app on the phone', rows: 16 },
  S: { of: 'the phone’s storage', rows: 14 },
  P: { of: 'the server’s process', rows: 11 },
  D: { of: 'the server’s storage', rows: 10 },
  K: { of: 'clocks', rows: 4 },
  U: { of: 'people, scopes, rights', rows: 18 },
} as const

export const rowIds: readonly string[] = Object.entries(rooms).flatMap(([letter, { rows }]) =>
  Array.from({ length: rows }, (_, i) => `${letter}${i + 1}`),
)

export interface MatrixRow {
  id: string
  fault: string
  holds: string
  /** Why no test on one machine can make this happen. */
  notHere?: string
}

export const notHere: readonly MatrixRow[] = [
  {
    id: 'D3',
    fault: 'power loss with writes that never reached the disk',
    holds: 'nothing acknowledged is missing',
    notHere:
      'a filesystem that drops unsynced writes needs a kernel module or a virtual machine; what is tested is that commits are synced (tests/contract) and survive a kill (P1–P3)',
  },
]

/** Every sentence of a fault test, as it stands in the files. */
export function testedRows(): MatrixRow[] {
  const folder = new URL('./', import.meta.url)
  const sentence =
    /^\s*(?:const \w+ = )?(?:row|waitingRow|onBothEngines)\(\s*'(\w+)',\s*'([^'\n]+)',\s*'([^'\n]+)',?\s*\)/gm
  return readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(sentence)])
    .map(([, id, fault, holds]) => ({ id: id!, fault: fault!, holds: holds! }))
}
