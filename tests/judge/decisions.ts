// I2, I3, I10: one decision for each change, each client's effects in its order, and no number
// passed over in silence.
import { all, contentOf, isLost, type Line, readLost, type Truth } from './truth.ts'

/** Sent again, or of what was held back only the name: no decision on its content. */
const isDecision = ({ result }: Line): boolean => !result.again && result.fault?.code !== 'heldBack'

/** Two copies of a phone have saved the same form with other words: the later is shown. */
const isCopysOther = ({ result }: Line): boolean => result.fault?.code === 'idTaken'

export function judgeDecisions(lines: readonly Line[]): string[] {
  const wrong: string[] = []
  /** Change id → what was decided on, and among it what a copy of the phone said otherwise. */
  const decided = new Map<string, { first: string | null; others: Set<string> }>()
  const last = new Map<string, number>()
  for (const line of lines.filter(isDecision)) {
    const content = contentOf(line.change)
    const known = decided.get(line.changeId) ?? { first: null, others: new Set<string>() }
    decided.set(line.changeId, known)
    // By the names of the clients, not by the hour: either may come first here.
    const isTwice = isCopysOther(line)
      ? known.first === content // told again it is the same conflict, by its content
      : known.first !== null || known.others.has(content)
    if (isTwice)
      wrong.push(`I2 a change was decided twice: ${line.changeId} ${JSON.stringify(line)}`)
    if (isCopysOther(line)) known.others.add(content)
    else known.first = content
    if (line.result.s === 'parked') continue
    const key = `${line.install}:${line.change.row}`
    if ((last.get(key) ?? 0) >= line.result.rowV!)
      wrong.push(`I3 effects of an install out of order: ${JSON.stringify(line)}`)
    last.set(key, line.result.rowV!)
  }
  return wrong
}

export async function judgeNumbers(truth: Truth, lines: readonly Line[]): Promise<string[]> {
  const lost = await readLost(truth)
  const here = new Set(lines.map((line) => `${line.install}:${line.n}`))
  const last = new Map<string, number>()
  const reaches = (install: string, n: number): unknown =>
    last.set(install, Math.max(last.get(install) ?? 0, n))
  for (const { install, n } of lines) reaches(install, n)
  for (const stream of await all<{ install: string; last_n: number }>(
    truth,
    'SELECT install, last_n FROM stream',
  ))
    reaches(stream.install, Number(stream.last_n))
  return [...last].flatMap(([install, to]) =>
    Array.from({ length: to }, (_, i) => i + 1)
      .filter((n) => !here.has(`${install}:${n}`) && !isLost(lost, install, n))
      .map((n) => `I3, I10 a number is passed over in silence: ${n} of ${install}`),
  )
}
