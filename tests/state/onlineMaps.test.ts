// What a phone remembers of the maps of other providers.
import { expect, it } from 'vitest'
import { askForOnlineMaps, knownOnlineMaps } from '#state/onlineMaps.ts'

const map = {
  name: '街道图',
  layers: ['https://tiles.example.org/{z}/{x}/{y}'],
  system: 'wgs84',
  minZoom: 3,
  maxZoom: 18,
  attribution: '© 天地图',
  approvalNumber: '',
}
const member = { id: 'm', name: '王', roles: [], gridIds: [], isActive: true }

function aPhone(kept = new Map<string, string>()) {
  let answer: object | null = null
  const phone = {
    environment: {
      local: {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, text: string) => void kept.set(key, text),
      },
    },
    transport: {
      send: () =>
        answer
          ? Promise.resolve(Response.json({ v: 1, ...answer }))
          : Promise.reject(new TypeError('offline')),
    },
  } as unknown as Parameters<typeof askForOnlineMaps>[0]
  return { phone, kept, says: (next: object | null) => (answer = next) }
}

it('offers what the server last told a member, also at the next start without a network', async () => {
  const { phone, says } = aPhone()
  expect(knownOnlineMaps(phone)).toEqual([])
  says({ member, onlineMaps: [map] })
  const told = await askForOnlineMaps(phone, [])
  expect(told).toEqual([map])
  for (const answer of [{ member: null, onlineMaps: [] }, null, { member, onlineMaps: [map] }]) {
    says(answer)
    expect(await askForOnlineMaps(phone, told)).toBe(told)
  }
  expect(knownOnlineMaps(phone)).toEqual([map])
})

it('forgets what the operator has taken away, and what it cannot read', async () => {
  const { phone, kept, says } = aPhone()
  says({ member, onlineMaps: [map] })
  const told = await askForOnlineMaps(phone, [])
  says({ member })
  expect(await askForOnlineMaps(phone, told)).toEqual([])
  expect(knownOnlineMaps(phone)).toEqual([])
  for (const text of ['{', '[1]', 'null'])
    expect(knownOnlineMaps(aPhone(new Map([[[...kept.keys()][0]!, text]])).phone)).toEqual([])
})
