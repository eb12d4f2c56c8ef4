// A town of places: forty neighbourhoods with their buildings, stairwells and doors, and lamp-posts
// between them, named and numbered as they are on the ground.
import type { Place, PlaceType } from '#domain/place.ts'

const said = new Map([
  ['幸福里', 'xing fu li'],
  ['长宁苑', 'chang ning yuan|zhang ning yuan'],
  ['东湖花园', 'dong hu hua yuan'],
  ['建设新村', 'jian she xin cun'],
  ['樱花小区', 'ying hua xiao qu'],
  ['江汉大院', 'jiang han da yuan'],
  ['锦绣家园', 'jin xiu jia yuan'],
  ['和平里', 'he ping li'],
  ['面馆', 'mian guan'],
  ['五金店', 'wu jin dian'],
  ['药房', 'yao fang'],
  ['便利店', 'bian li dian'],
  ['理发店', 'li fa dian'],
  ['水果店', 'shui guo dian'],
  ['号楼', 'hao lou'],
  ['单元', 'dan yuan'],
  ['灯杆', 'deng gan'],
])
const [names, shops] = [[...said.keys()].slice(0, 8), [...said.keys()].slice(8, 14)]

/** As whoever edits the plan has it written; of two ways to say a name, each whole. */
function pinyinOf(name: string): string {
  const parts = name.match(new RegExp(`${[...said.keys()].join('|')}|\\d+`, 'g')) ?? []
  const [first = '', ...rest] = parts.map((part) => said.get(part) ?? part)
  return first
    .split('|')
    .map((way) => [way, ...rest].join(' '))
    .join('|')
}

const [lat, lon, degree] = [30.59, 114.3, 111_000] as const

/** The same for the same count. */
export function somePlaces(count: number): Place[] {
  const next = numbersFrom(count)
  const around = (): number => ((next() + next() + next() - 1.5) * 600) / degree
  const places: Place[] = []
  const add = (type: PlaceType, code: string, name: string, at: { lat: number; lon: number }) =>
    places.push({
      ...{ id: `p-${places.length}`, type, code, name, gridId: 'g', parentId: null, ...at },
      pinyin: pinyinOf(name),
    } as Place)
  for (let estate = 1; places.length < count; estate++) {
    const name = names[estate % names.length]!
    const middle = { lat: lat + (next() * 6000) / degree, lon: lon + (next() * 6000) / degree }
    const spot = () => ({ lat: middle.lat + around(), lon: middle.lon + around() })
    for (let building = 1; building <= 12; building++) {
      const slab = spot()
      const code = `${estate}-${building}`
      add('building', code, `${name}${building}号楼`, slab)
      for (let door = 1; door <= 3; door++) {
        const at = { lat: slab.lat, lon: slab.lon + (door * 15) / degree }
        add('stairwell', `${code}-${door}`, `${name}${building}号楼${door}单元`, at)
        for (let floor = 1; floor <= 10; floor++)
          for (const side of [1, 2]) {
            const room = `${floor}0${side}`
            add(
              'dwelling',
              `${code}-${door}-${room}`,
              `${name}${building}号楼${door}单元${room}`,
              at,
            )
          }
      }
    }
    for (let lamp = 1; lamp <= 120; lamp++)
      add('lampPost', `W-${estate}${lamp}`, `${name}灯杆${lamp}`, spot())
    for (let shop = 1; shop <= 20; shop++)
      add('shop', `S-${estate}-${shop}`, `${name}${shops[shop % shops.length]}`, spot())
  }
  return places.slice(0, count)
}

/** Lamp-posts of a round, each on a spot of its own. */
export const someRound = (count: number): Place[] =>
  somePlaces(count * 9)
    .filter(({ type }) => type === 'lampPost' || type === 'shop')
    .slice(0, count)

/** Numbers from 0 to 1 (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
