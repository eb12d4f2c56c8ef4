// Maps of other providers, off unless the operator names them: what the pages may fetch, and who is
// told of them.
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { OnlineMap } from '#domain/onlineMap.ts'
import { serverApp } from '#server/createServer.ts'
import { anAuthWorld, type AuthWorld, cast } from './authWorld.ts'

let world: AuthWorld
beforeEach(async () => {
  world = await anAuthWorld()
})
afterEach(() => world.close())

const online: OnlineMap = {
  name: '街道图',
  layers: [
    'https://t0.tiles.example.org/vec/{z}/{x}/{y}?tk=secret',
    'https://t0.tiles.example.org/cva/{z}/{x}/{y}?tk=secret',
  ],
  system: 'wgs84',
  minZoom: 3,
  maxZoom: 18,
  attribution: '© 天地图',
  approvalNumber: '',
}
const headersOf = async () =>
  (await serverApp(world.deps).fetch(new Request('http://localhost/api/health'))).headers
const imagesOf = async () =>
  /img-src ([^;]*)/.exec((await headersOf()).get('Content-Security-Policy') ?? '')?.[1]

it('without the setting no page fetches anything from another host', async () => {
  expect((await headersOf()).get('Content-Security-Policy')).not.toMatch(/https?:/)
  expect(await imagesOf()).toBe("'self' blob: data:")
})

it('pictures come from the hosts that were named, and nothing else does', async () => {
  world.deps.onlineMaps = [online]
  expect(await imagesOf()).toBe("'self' blob: data: https://t0.tiles.example.org")
  expect((await headersOf()).get('Content-Security-Policy')?.match(/https:/g)).toHaveLength(1)
})

it('the compass is ours to use, and no other page’s', async () => {
  const permissions = (await headersOf()).get('Permissions-Policy')
  for (const sensor of ['accelerometer', 'gyroscope', 'magnetometer'])
    expect(permissions).toContain(`${sensor}=(self)`)
})

it('members are told of them with their session, nobody else is', async () => {
  world.deps.onlineMaps = [online]
  const told = async (headers: Record<string, string>) =>
    (await (await world.call('GET', '/api/session', undefined, headers)).json()) as object
  const { cookie } = await world.enrol(cast.worker)
  expect(await told({ Cookie: cookie })).toMatchObject({ onlineMaps: [online] })
  expect(await told({})).toEqual({ v: 1, member: null })
})
