// Finds how a kind is filled in and shown, by the key that a report carries; browser only.
import { formList } from './formList.ts'
import type { KindForms } from './kindForms.ts'

const forms: Readonly<Record<string, KindForms>> = formList

/** Undefined for a kind that a later version brought. */
export const formsOf = (kind: string): KindForms | undefined =>
  Object.hasOwn(forms, kind) ? forms[kind] : undefined
