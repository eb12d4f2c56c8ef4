import type { ComputedRef, InjectionKey } from 'vue'

/**
 * What a GwField tells the control inside it, so that label, hint and error are tied to it without
 * being repeated.
 */
export interface FieldTies {
  id: string
  describedBy: ComputedRef<string | undefined>
  isInvalid: ComputedRef<boolean>
}

export const fieldKey: InjectionKey<FieldTies> = Symbol('field')
