// I3, I10 on the phone: it has every number it gave out, or has said that it lost it, or let it go
// because a backup has it. Asked after every act, for it remembers what lay under which number.
import { readLosses } from '#client/outbox/losses.ts'
import type { LocalSession } from '#client/session/localSession.ts'

export class PhoneNumbers {
  /** Which change lay on a phone under a number of a client. */
  readonly #seen = new Map<string, { id: string; row: string }>()

  /** @param copied the changes that the backup has. */
  async judge(
    { capture }: LocalSession,
    name: string,
    copied: ReadonlySet<string>,
  ): Promise<string[]> {
    const entries = await capture.outbox.toArray()
    const numbers = new Set(entries.map((entry) => entry.n))
    const nextN = ((await capture.meta.get('nextN'))?.value as number | undefined) ?? 1
    const losses = await readLosses(capture)
    const install = (await capture.meta.get('install'))?.value as string
    for (const entry of entries)
      this.#seen.set(`${install}:${entry.n}`, { id: entry.id, row: entry.row })
    const safe = new Set((await capture.safe.toArray()).map(({ key }) => key))
    // What a backup has for longer than a month may go from the phone, whole rows at a time.
    const isPruned = (n: number): boolean => {
      const before = this.#seen.get(`${install}:${n}`)
      return before !== undefined && copied.has(before.id) && safe.has(before.row)
    }
    const isNamed = (n: number): boolean => losses.some((loss) => loss.from <= n && n <= loss.to)
    return [
      ...Array.from({ length: nextN - 1 }, (_, i) => i + 1)
        .filter((n) => !numbers.has(n) && !isPruned(n) && !isNamed(n))
        .map((n) => `I10 ${name}: ${n} of ${nextN - 1} numbers is missing in silence`),
      ...entries
        .filter((entry) => entry.n >= 1 && entry.n !== entry.change.n)
        .map((entry) => `I3 ${name}: an entry and its change differ in number: ${entry.id}`),
    ]
  }
}
