// The Latin letters that Chinese names are found by: the first of each character's pinyin. By the
// order in which the browser itself sorts Chinese, so that no dictionary need be on the phone; a
// character with two readings has the usual one. Whole syllables would need such a dictionary: they
// are known of the types alone, which bring theirs.

/** The first character of each initial in the order of pinyin; none begins with i, u or v. */
const firsts = [...'阿八嚓咑妸发旮哈丌咔垃妈拏噢啪七呥仨他屲夕丫帀']
const letters = [...'abcdefghjklmnopqrstwxyz']
const order = new Intl.Collator('zh-Hans-CN-u-co-pinyin')
const known = new Map<string, string>()

function initialOf(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return character
  let from = 0
  for (let to = firsts.length; to - from > 1;) {
    const middle = (from + to) >> 1
    if (order.compare(character, firsts[middle]!) < 0) to = middle
    else from = middle
  }
  return letters[from]!
}

/** 幸福里3号楼 → xfl3hl; without spaces, small. */
export function initialsOf(text: string): string {
  let spelt = ''
  for (const character of text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')) {
    let initial = known.get(character)
    if (initial === undefined) known.set(character, (initial = initialOf(character)))
    spelt += initial
  }
  return spelt
}
