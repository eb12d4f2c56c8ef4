// One change applied to one row: the server does it for good, a phone does it again on every look
// until the server's row arrives. Pure. It believes what it is given; rights and workflow are
// asked before (decide.ts).
import type { Change, PatchChange } from '#domain/change.ts'
import { isBanned } from '#domain/fieldPolicy.ts'
import type { Instant } from '#domain/ids.ts'
import { keyOf, readField } from '#domain/readField.ts'
import { type Fields, type LooseRow, type Row, rowOf } from '#domain/row.ts'
import { isSameValue } from '#domain/sameValue.ts'
import { isSameStep, type Status, type Step } from '#domain/step.ts'
import { policyOf } from './policyOf.ts'
import { recordTypeOf } from './recordTypeOf.ts'

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

/** While it is being made. */
type Drafted = Omit<Applied, 'row'> & { row: LooseRow }

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

export function applyChange(row: LooseRow | null, change: Change, receivedAt?: Instant): Applied {
  const head = { t: change.t, id: change.row }
  if (change.op === 'create') {
    const f: Fields = { ...change.set, id: change.row }
    if (receivedAt !== undefined && recordTypeOf(change.t)?.saysReceipt) f.receivedAt = receivedAt
    return { row: rowOf({ ...head, v: 1, fv: {} }, f), overwritten: [], taken: [] }
  }
  const before: LooseRow = row ?? { ...head, v: 0, fv: {}, f: { id: change.row } }
  const after: LooseRow = { ...before, v: before.v + 1, fv: { ...before.fv }, f: { ...before.f } }
  const drafted: Drafted = { row: after, overwritten: [], taken: [] }
  setFields(before, drafted, change)
  moveElements(drafted, change)
  if (change.step)
    appendStep(drafted, { ...change.step, ...(receivedAt === undefined ? {} : { receivedAt }) })
  return { ...drafted, row: rowOf(after, after.f) }
}

function setFields(before: LooseRow, drafted: Drafted, change: PatchChange): void {
  const { row: after, overwritten } = drafted
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
        keepBeside(drafted, change, old)
    }
    writeField(after.f, path, value)
    after.fv[path] = after.v
  }
}

function keepBeside(drafted: Drafted, change: PatchChange, text: string): void {
  const status = (drafted.row.f.standing ?? 'reported') as Status
  appendStep(drafted, {
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
function moveElements({ row: after, overwritten }: Drafted, change: PatchChange): void {
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

function appendStep({ row: after, taken }: Drafted, step: Step): void {
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
