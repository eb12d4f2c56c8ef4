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

export type Spell = (report: { kind: string; body: Record<string, unknown> }) => string

/** Spells the title of a report in Latin letters, where its kind can. */
export async function spellingOfKinds(): Promise<Spell> {
  const spelling = await Promise.all(
    Object.entries(forms).map(async ([kind, { spelling }]) => [kind, await spelling?.()] as const),
  )
  const byKind = new Map(spelling)
  return ({ kind, body }) => byKind.get(kind)?.(body) ?? ''
}
