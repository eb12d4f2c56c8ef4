// One change applied to one row: the server does it for good, a phone does it again on every look
// until the server's row arrives. Pure. It believes what it is given; rights and workflow are
// asked before (domain/workflow.ts, server/decide.ts).
import type { Change, PatchChange } from './change.ts'
import { isBanned, policyOf } from './fieldPolicy.ts'
import type { Instant } from './ids.ts'
import type { Fields, Row } from './row.ts'
import { isSameValue } from './sameValue.ts'
import type { Status, Step } from './step.ts'

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
  /**
   * Ids of its steps under which the row has another one: those were not put in, so such a change
   * must not count as applied.
   */
  taken: string[]
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

/**
 * What an element of a set goes by: a photo by its bytes, whatever else it is called; all others by
 * their id.
 */
export const keyOf = (field: string, element: unknown): string => {
  const { id, hash } = (element ?? {}) as { id?: string; hash?: string }
  return (field === 'photos' ? hash : id) ?? ''
}

/** What its author said of it: when it was received and where it leads is told by the server. */
function saidIn(step: Step): Fields {
  const { receivedAt: _receipt, to: _to, ...said } = step
  return said
}

/** The same step once more, and no other under its id. */
export const isSameStep = (a: Step, b: Step): boolean => isSameValue(saidIn(a), saidIn(b))

export function applyChange(row: Row | null, change: Change, receivedAt?: Instant): Applied {
  if (change.op === 'create') {
    const f: Fields = { ...change.set, id: change.row }
    if (receivedAt !== undefined && change.t === 'report') f.receivedAt = receivedAt
    return { row: { t: change.t, id: change.row, v: 1, fv: {}, f }, overwritten: [], taken: [] }
  }
  const before = row ?? { t: change.t, id: change.row, v: 0, fv: {}, f: { id: change.row } }
  const after: Row = { ...before, v: before.v + 1, fv: { ...before.fv }, f: { ...before.f } }
  const applied: Applied = { row: after, overwritten: [], taken: [] }
  setFields(before, applied, change)
  moveElements(applied, change)
  if (change.step)
    appendStep(applied, { ...change.step, ...(receivedAt === undefined ? {} : { receivedAt }) })
  return applied
}

function setFields(before: Row, applied: Applied, change: PatchChange): void {
  const { row: after, overwritten } = applied
  for (const [path, value] of Object.entries(change.set ?? {})) {
    const old = readField(before.f, path)
    const seen = change.base?.[path]
    const isUnseen = seen !== undefined && seen !== (before.fv[path] ?? 1)
    if (old !== undefined && !isSameValue(old, value) && (isUnseen || old !== '')) {
      overwritten.push({ field: path, value: old, v: before.fv[path] ?? 1, isUnseen })
      if (
        isUnseen &&
        policyOf(change.t, path) === 'keepBoth' &&
        typeof old === 'string' &&
        old.trim()
      )
        keepBeside(applied, change, old)
    }
    writeField(after.f, path, value)
    after.fv[path] = after.v
  }
}

function keepBeside(applied: Applied, change: PatchChange, text: string): void {
  const status = (applied.row.f.standing ?? 'reported') as Status
  appendStep(applied, {
    id: `${change.id}:kept`,
    type: 'note',
    by: change.by,
    at: change.at,
    from: status,
    to: status,
    comment: text,
  })
}

/**
 * An element that comes under a key which the set has takes the place of the other, as if that had
 * been taken out.
 */
function moveElements({ row: after, overwritten }: Applied, change: PatchChange): void {
  const touched = new Set([...Object.keys(change.add ?? {}), ...Object.keys(change.remove ?? {})])
  for (const field of touched) {
    const out = new Set(change.remove?.[field] ?? [])
    const put = new Map<string, unknown>(
      (change.add?.[field] ?? []).map((element) => [keyOf(field, element), element]),
    )
    const kept: unknown[] = []
    const gone = new Map<string, number>()
    for (const element of (after.f[field] ?? []) as unknown[]) {
      const key = keyOf(field, element)
      const isBack = put.has(key) && isSameValue(put.get(key), element)
      if (!out.has(key) && (isBack || !put.has(key))) {
        kept.push(element)
        put.delete(key)
        continue
      }
      if (isBack) continue
      // An older app may have put one photo in several times: each of them is a value of its own.
      const nth = (gone.get(key) ?? 0) + 1
      gone.set(key, nth)
      overwritten.push({
        field,
        value: element,
        v: after.fv[field] ?? 1,
        key: nth === 1 ? key : `${key}:${nth}`,
        isUnseen: !out.has(key),
      })
    }
    after.f[field] = [...kept, ...put.values()]
    after.fv[field] = after.v
  }
}

function appendStep({ row: after, taken }: Applied, step: Step): void {
  const steps = (after.f.steps ?? []) as Step[]
  const known = steps.find(({ id }) => id === step.id)
  if (known) {
    if (!isSameStep(known, step)) taken.push(step.id)
    return
  }
  after.f.steps = [...steps, step]
  after.f.standing = step.to
  after.fv.steps = after.fv.standing = after.v
}
