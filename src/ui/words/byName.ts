// Names in the order in which the app's language has them: Chinese by pinyin, whatever the
// browser's own language is.
const collators = new Map<string, Intl.Collator>()

export function byName(locale: string): (a: string, b: string) => number {
  const collator = collators.get(locale) ?? new Intl.Collator(locale, { numeric: true })
  collators.set(locale, collator)
  return collator.compare
}
