// In which order journal entries of many phones are taken in again: each phone's by number, each
// row's by version, and otherwise as they were received. Clocks of several nodes may differ, so the
// time alone would put a step before the report it belongs to.
import type { JournalLine } from '../backup/segment.ts'

export function replayOrder(lines: readonly JournalLine[]): JournalLine[] {
  const waitsFor = new Map<JournalLine, number>()
  const frees = new Map<JournalLine, JournalLine[]>()
  const chain = (ordered: readonly JournalLine[]): void => {
    for (const [i, line] of ordered.entries()) {
      const next = ordered[i + 1]
      if (!next) continue
      frees.set(line, [...(frees.get(line) ?? []), next])
      waitsFor.set(next, (waitsFor.get(next) ?? 0) + 1)
    }
  }
  for (const clientLog of grouped(lines, (line) => line.install))
    chain(clientLog.sort((a, b) => a.n - b.n))
  const applied = lines.filter((line) => line.result.rowV !== undefined && !line.result.again)
  for (const row of grouped(applied, rowOf))
    chain(row.sort((a, b) => a.result.rowV! - b.result.rowV!))

  const byTime = [...lines].sort((a, b) => a.receivedAt - b.receivedAt || a.n - b.n)
  const ready = heap(byTime.filter((line) => !waitsFor.get(line)))
  const done = new Set<JournalLine>()
  let oldest = 0
  const order: JournalLine[] = []
  while (order.length < lines.length) {
    let next = ready.take()
    // A number that was named lost and came late stands before and after its neighbours; what was
    // received first goes first.
    while (!next) {
      const candidate = byTime[oldest++]!
      if (!done.has(candidate)) next = candidate
    }
    if (done.has(next)) continue
    done.add(next)
    order.push(next)
    for (const freed of frees.get(next) ?? []) {
      const left = waitsFor.get(freed)! - 1
      waitsFor.set(freed, left)
      if (left === 0 && !done.has(freed)) ready.add(freed)
    }
  }
  return order
}

function rowOf({ body }: JournalLine): string {
  const { t, row } = JSON.parse(body) as { t?: unknown; row?: unknown }
  return `${String(t)}:${String(row)}`
}

export function grouped(
  lines: readonly JournalLine[],
  keyOf: (line: JournalLine) => string,
): JournalLine[][] {
  const groups = new Map<string, JournalLine[]>()
  for (const line of lines) {
    const key = keyOf(line)
    const group = groups.get(key)
    if (group) group.push(line)
    else groups.set(key, [line])
  }
  return [...groups.values()]
}

/** The earliest received comes out first. */
function heap(start: readonly JournalLine[]): {
  add(line: JournalLine): void
  take(): JournalLine | undefined
} {
  const lines = [...start]
  const isBefore = (a: number, b: number): boolean => lines[a]!.receivedAt < lines[b]!.receivedAt
  const swap = (a: number, b: number): void => void ([lines[a], lines[b]] = [lines[b]!, lines[a]!])
  return {
    add: (line) => {
      lines.push(line)
      for (let at = lines.length - 1, up; at > 0 && isBefore(at, (up = (at - 1) >> 1)); at = up)
        swap(at, up)
    },
    take: () => {
      const first = lines[0]
      const last = lines.pop()
      if (last === undefined || lines.length === 0) return first
      lines[0] = last
      for (let at = 0; ;) {
        const [left, right] = [2 * at + 1, 2 * at + 2]
        let least = at
        if (left < lines.length && isBefore(left, least)) least = left
        if (right < lines.length && isBefore(right, least)) least = right
        if (least === at) return first
        swap(at, least)
        at = least
      }
    },
  }
}
