// What a kind says in a table: rows with a key that is kept for ever, and their names.

export interface Named {
  key: string
  zh: string
  en: string
}

export const keysOf = <Key extends string>(table: readonly { key: Key }[]): Key[] =>
  table.map((row) => row.key)

/** By their keys, as the words of a language want them. */
export const namesOf = (table: readonly Named[], language: 'zh' | 'en'): Record<string, string> =>
  Object.fromEntries(table.map((row) => [row.key, row[language]]))
