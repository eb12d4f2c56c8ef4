// What the phone expects the server to say of a change that was just saved. The change is saved and
// goes out all the same; its author is told early.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Fault } from '#domain/fault.ts'
import type { ChangeId } from '#domain/ids.ts'

export interface Foreseen {
  change: ChangeId
  fault: Fault
}

export const useForeseen = defineStore('foreseen', () => {
  const latest = shallowRef<Foreseen | null>(null)
  return {
    latest,
    tell: (change: ChangeId, fault: Fault | null): void => {
      if (fault) latest.value = { change, fault }
    },
  }
})
