// What a thing in a tile is and what it is called, in the fourth schema of Protomaps and in the one
// before it.

export type Properties = Readonly<Record<string, unknown>>

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** `park`, `major_road`, `locality`; empty where the archive says nothing. */
export const kindOf = (properties: Properties): string =>
  textOf(properties['kind']) || textOf(properties['pmap:kind'])

const han = /\p{Script=Han}/u
const latin = /\p{Script=Latin}/u

/**
 * Which property holds the name to be shown. The language's own first, then a name in its script,
 * then whatever is written on the spot.
 */
export function nameKeyOf(properties: Properties, language: 'zh' | 'en'): string | undefined {
  const own =
    language === 'zh' ? ['name:zh-Hans', 'name:zh', 'name:zh-Hant', 'name:zh-CN'] : ['name:en']
  const script = language === 'zh' ? han : latin
  const isThere = (key: string): boolean => textOf(properties[key]) !== ''
  return (
    own.find(isThere) ??
    ['name', 'name2', 'name3'].find((key) => script.test(textOf(properties[key]))) ??
    ['name', 'name:en'].find(isThere)
  )
}
