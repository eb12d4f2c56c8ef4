// A town of places: forty neighbourhoods with their buildings, stairwells and doors, and lamp-posts
// between them, named and numbered as they are on the ground.
import type { Place, PlaceType } from '#domain/place.ts'

const names = [
  '幸福里',
  '长宁苑',
  '东湖花园',
  '建设新村',
  '樱花小区',
  '江汉大院',
  '锦绣家园',
  '和平里',
]
const shops = ['面馆', '五金店', '药房', '便利店', '理发店', '水果店']
const [lat, lon, degree] = [30.59, 114.3, 111_000] as const

/** The same for the same count. */
export function somePlaces(count: number): Place[] {
  const next = numbersFrom(count)
  const around = (): number => ((next() + next() + next() - 1.5) * 600) / degree
  const places: Place[] = []
  const add = (type: PlaceType, code: string, name: string, at: { lat: number; lon: number }) =>
    places.push({
      ...{ id: `p-${places.length}`, type, code, name, gridId: 'g', parentId: null, ...at },
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
