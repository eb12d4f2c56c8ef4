// Whether what the screens speak of is here: the one thing to ask before saying that there is none.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { FirstPull } from '#client/sync/firstPull.ts'
import { useConflicts } from './useConflicts.ts'
import { useLive } from './useLive.ts'
import { usePatrol } from './usePatrol.ts'
import { useSession } from './useSession.ts'
import { useReference } from './useReference.ts'
import { useReports } from './useReports.ts'

export const useFirstPull = defineStore('firstPull', () => {
  const session = useSession()
  const sources = [useReference(), useReports(), useConflicts(), usePatrol()]
  const { value: told } = useLive<FirstPull | null>(
    () => session.current,
    (phone) => phone.firstPull(),
    null,
  )

  /** Unread: it may well be here, and nobody has looked yet. */
  const state = computed<'unread' | 'coming' | 'here'>(() => {
    if (sources.every((source) => source.isLoaded)) return 'here'
    return told.value && !told.value.isWhole ? 'coming' : 'unread'
  })
  return { state, share: computed(() => told.value?.share ?? null) }
})
