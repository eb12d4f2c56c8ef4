// Whether letters are a way of typing a name by its pinyin: whole syllables (xingfu), their
// initials (xfl), both mixed (xingfl).

/** What people type, and how a spelling is written to be compared with it. */
export const foldSpelling = (pinyin: string): string =>
  pinyin
    .toLowerCase()
    .normalize('NFD')
    .replace(/u\u0308/g, 'v')
    .replace(/\p{M}|['’]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * True when the letters are eaten up by beginnings of successive syllables; `syllables` have one
 * space between them, and are looked at from `at` on, where one of them begins.
 */
export function spells(letters: string, syllables: string, at = 0, from = 0): boolean {
  for (let i = from, j = at; ; i++, j++) {
    if (i === letters.length) return true
    if (syllables[j] === ' ' && j > at) j++
    else if (i > from) {
      const next = syllables.indexOf(' ', j) + 1
      if (next > 0 && spells(letters, syllables, next, i)) return true
    }
    if (syllables[j] !== letters[i]) return false
  }
}

/** The same from any syllable but the first. */
export function spellsInside(letters: string, syllables: string): boolean {
  const first = ` ${letters[0] ?? ''}`
  for (let at = syllables.indexOf(first); at >= 0; at = syllables.indexOf(first, at + 1))
    if (spells(letters, syllables, at + 1)) return true
  return false
}
