// Finds how a kind is filled in and shown, by the key that a report carries; browser only.
import { formList } from './formList.ts'
import type { KindForms, Locale } from './kindForms.ts'

const forms: Readonly<Record<string, KindForms>> = formList

/** Undefined for a kind that a later version brought. */
export const formsOf = (kind: string): KindForms | undefined =>
  Object.hasOwn(forms, kind) ? forms[kind] : undefined

/** The messages that the kinds bring themselves. */
export async function wordsOfKinds(locale: Locale): Promise<Record<string, unknown>> {
  const coming = Object.values(forms).map(({ words }) => words[locale]())
  return Object.assign({}, ...(await Promise.all(coming))) as Record<string, unknown>
}
