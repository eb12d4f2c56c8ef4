// One change laid upon one row: the endpoint does it for good, a phone does it again on every look until the endpoint's row arrives.
// Pure. It believes what it is given; rights and workflow are asked before (domain/workflow.ts, endpoint/decide.ts).
import type { Change, PatchChange } from './change.ts'
import { isBanned, policyOf } from './fieldPolicy.ts'
import type { Instant } from './ids.ts'
import type { Fields, Row } from './row.ts'
import type { Standing, Step } from './step.ts'

export interface Overwritten {
  field: string
  /** What stood there; of a set the element that was taken out. */
  value: unknown
  /** Version of the row that brought it; of an element, of the last change to its set. */
  v: number
  /** Of the element. */
  key?: string
  /** The author of the change had not seen it. */
  isUnseen: boolean
}

export interface Applied {
  row: Row
  /** Every value that is no longer there, seen by the change's author or not. */
  overwritten: Overwritten[]
}

/** Reads `note` or `body.type`; one dot at most, and never a prototype key. */
export function readField(fields: Fields, path: string): unknown {
  const [head, tail, ...rest] = path.split('.')
  if (!head || rest.length || isBanned(path)) return undefined
  const value = Object.hasOwn(fields, head) ? fields[head] : undefined
  if (tail === undefined) return value
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, tail)) return undefined
  return (value as Fields)[tail]
}

function writeField(fields: Fields, path: string, value: unknown): void {
  const [head, tail] = path.split('.')
  if (!head || isBanned(path)) return
  if (tail === undefined) {
    if (value === null) delete fields[head]
    else fields[head] = value
    return
  }
  const { [tail]: _before, ...rest } = (fields[head] ?? {}) as Fields
  fields[head] = value === null ? rest : { ...rest, [tail]: value }
}

export const keyOf = (element: unknown): string => {
  const { id, hash } = element as { id?: string; hash?: string }
  return id ?? hash ?? ''
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export function applyChange(row: Row | null, change: Change, receivedAt?: Instant): Applied {
  if (change.op === 'create') {
    const f: Fields = { ...change.set, id: change.row }
    if (receivedAt !== undefined && change.t === 'report') f.receivedAt = receivedAt
    return { row: { t: change.t, id: change.row, v: 1, fv: {}, f }, overwritten: [] }
  }
  const before = row ?? { t: change.t, id: change.row, v: 0, fv: {}, f: { id: change.row } }
  const after: Row = { ...before, v: before.v + 1, fv: { ...before.fv }, f: { ...before.f } }
  const overwritten: Overwritten[] = []
  setFields(before, after, change, overwritten)
  moveElements(after, change, overwritten)
  if (change.step) appendStep(after, { ...change.step, ...(receivedAt === undefined ? {} : { receivedAt }) })
  return { row: after, overwritten }
}

function setFields(before: Row, after: Row, change: PatchChange, overwritten: Overwritten[]): void {
  for (const [path, value] of Object.entries(change.set ?? {})) {
    const old = readField(before.f, path)
    const seen = change.base?.[path]
    const isUnseen = seen !== undefined && seen !== (before.fv[path] ?? 1)
    if (old !== undefined && !same(old, value) && (isUnseen || old !== '')) {
      overwritten.push({ field: path, value: old, v: before.fv[path] ?? 1, isUnseen })
      if (isUnseen && policyOf(change.t, path) === 'keepBoth' && typeof old === 'string' && old.trim()) keepBeside(after, change, old)
    }
    writeField(after.f, path, value)
    after.fv[path] = after.v
  }
}

function keepBeside(after: Row, change: PatchChange, text: string): void {
  const standing = (after.f.standing ?? 'reported') as Standing
  appendStep(after, { id: `${change.id}:kept`, type: 'note', by: change.by, at: change.at, from: standing, to: standing, comment: text })
}

function moveElements(after: Row, change: PatchChange, overwritten: Overwritten[]): void {
  const touched = new Set([...Object.keys(change.add ?? {}), ...Object.keys(change.remove ?? {})])
  for (const field of touched) {
    const out = new Set(change.remove?.[field] ?? [])
    const before = (after.f[field] ?? []) as unknown[]
    const kept = before.filter((element) => !out.has(keyOf(element)))
    const known = new Set(kept.map(keyOf))
    const put = (change.add?.[field] ?? []).filter((element) => !known.has(keyOf(element)))
    for (const element of before) {
      const isGone = out.has(keyOf(element)) && !put.some((each) => same(each, element))
      if (isGone) overwritten.push({ field, value: element, v: after.fv[field] ?? 1, key: keyOf(element), isUnseen: false })
    }
    after.f[field] = [...kept, ...put]
    after.fv[field] = after.v
  }
}

function appendStep(after: Row, step: Step): void {
  const steps = (after.f.steps ?? []) as Step[]
  if (steps.some((known) => known.id === step.id)) return
  after.f.steps = [...steps, step]
  after.f.standing = step.to
  after.fv.steps = after.fv.standing = after.v
}
