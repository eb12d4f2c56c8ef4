// Parked work: what waits for a supervisor's decision, and what became of a person's own.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import {
  type LocalConflict,
  localConflicts,
  type ParkedWork,
  parkedWorks,
} from '#client/queries/localConflicts.ts'
import { outboxOf } from '#client/phone/outbox.ts'
import { fault, type Fault } from '#domain/fault.ts'
import type { ConflictId, ChangeId, MemberId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { type ConflictDecision, isDecidedBy, whyNotDecide } from '#domain/conflict.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { useDevice } from './device.ts'
import { useCachedRows } from './useCachedRows.ts'
import { useSaveChange } from './useSaveChange.ts'
import { useLive } from './useLive.ts'
import { useSession } from './useSession.ts'
import { useReference } from './useReference.ts'

export type { ParkedWork } from '#client/queries/localConflicts.ts'

export interface ConflictView extends LocalConflict {
  /** Null when this person may decide it now. */
  whyNot: Fault | null
}

export const useConflicts = defineStore('conflicts', () => {
  const device = useDevice()
  const session = useSession()
  const reference = useReference()
  const saveChange = useSaveChange()
  const { rows, isLoaded } = useCachedRows('case', 300)
  const entries = useLive(
    () => session.current,
    (phone) => phone.entries(),
    [],
  )

  const seen = computed(() =>
    localConflicts(rows.value, entries.value.value, (session.member?.id ?? '') as MemberId),
  )

  /** Of the grids this person decides for. */
  const all = computed<ConflictView[]>(() => {
    const { member } = session
    if (!member) return []
    const { tree } = reference
    const here = seen.value.filter(({ conflict }) => isDecidedBy(conflict, member, tree))
    return here.map((view) => ({ ...view, whyNot: whyNotDecide(view.conflict, member, tree) }))
  })
  const works = computed<ParkedWork[]>(() => parkedWorks(seen.value, entries.value.value))

  async function decide(row: ConflictId, decision: ConflictDecision): Promise<Result<ChangeId>> {
    const id = newId<ChangeId>(device.environment.now(), crypto)
    // To acknowledge is no decision that one would take back.
    const kept = await saveChange({ id, t: 'case', row, op: 'patch', set: { ...decision } }, [], {
      isRecallable: decision.decision !== 'acknowledge',
    })
    return kept.ok ? succeed(id) : kept
  }

  async function acknowledge({ changeId, conflict }: ParkedWork): Promise<Result<unknown>> {
    if (!conflict || conflict.standing === 'open' || !session.current)
      return fail(fault('notAllowed'))
    const kept = await decide(conflict.id, { decision: 'acknowledge' })
    if (kept.ok) await outboxOf(session.current, device.environment).acknowledge(changeId)
    return kept
  }

  return {
    all,
    works,
    arrived: computed(() => new Set(seen.value.flatMap((view) => view.conflict.arrived ?? []))),
    isLoaded: computed(() => isLoaded.value && entries.isLoaded.value),
    open: computed(() => all.value.filter((view) => view.conflict.standing === 'open')),
    byId: (id: string): ConflictView | undefined =>
      all.value.find((view) => view.conflict.id === id),
    workOf: (changeId: string): ParkedWork | undefined =>
      works.value.find((work) => work.changeId === changeId),
    worksOn: (row: string): ParkedWork[] => works.value.filter((work) => work.row === row),
    decide,
    acknowledge,
  }
})
