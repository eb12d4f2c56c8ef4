// The endpoint has told this phone to empty itself (E4, E5): lost, or its member has left. Everything is handed in first; then the member's
// databases go, and what was cached for them. What is under way is noted in the second store, so that a phone that dies in between goes on.
// Asked for by the sync loop after a round; finished at each start. Other members' databases are left alone: their work is not this order's.
import Dexie from 'dexie'
import type { MemberId } from '#domain/ids.ts'
import { callEndpoint } from './account.ts'
import { cacheName } from './cacheDb.ts'
import { type CaptureDb, captureName } from './captureDb.ts'
import { letGo } from './connection.ts'
import { dropDraftAside, forgetLastSaved } from './lastSaved.ts'
import { currentMember, forgetCurrent, type Person, type PhoneEnvironment, waitingOf } from './phone.ts'
import { deviceHeader, type Transport } from './sync/transport.ts'

export interface Wiping {
  environment: PhoneEnvironment
  transport: Transport
  /** Where the browser keeps files of pages; absent in tests and old browsers. */
  caches?: Pick<CacheStorage, 'keys' | 'delete'>
}

/** A wipe under way: everything that must still go, and in whose name to say that it has. */
interface Order {
  memberId: MemberId
  device: { id: string; secret: string }
  databases: string[]
  left: { changes: number; photos: number; drafts: number }
}

const ordersKey = 'gridwalk.wiping'

/** False while work waits to be handed in; the next round asks again. */
export async function wipe({ capture, device, memberId }: Pick<Person, 'capture' | 'device' | 'memberId'>, wiping: Wiping): Promise<boolean> {
  const left = await leftOf(capture)
  if (!left) return false
  const { local } = wiping.environment
  local.setItem(ordersKey, JSON.stringify([...ordersIn(wiping), { memberId, device, databases: [capture.name, cacheName(memberId)], left } satisfies Order]))
  letGo(capture)
  await finishWipes(wiping)
  return true
}

/** What cannot be handed in at all; null while something can. */
async function leftOf(capture: CaptureDb): Promise<Order['left'] | null> {
  const { changes, bytes, drafts } = await waitingOf(capture)
  const carried = await capture.rescue.filter((taken) => taken.isWhole && !taken.doneAt).count()
  if (changes + bytes + carried > 0) return null
  return { changes: 0, photos: await capture.photo.where('state').equals('unreadable').count(), drafts }
}

/** Erases what a noted order still names and says so; until the endpoint has heard it, the order stays noted. */
export async function finishWipes(wiping: Wiping): Promise<void> {
  for (const order of ordersIn(wiping)) {
    await erase(order, wiping)
    const told = await callEndpoint(withDevice(wiping.transport, order.device), 'POST', '/api/devices/wiped', { left: order.left })
    const isOver = told.ok || told.fault.code === 'revokedDevice' || told.fault.code === 'unknownDevice'
    if (isOver) keepOrders(wiping, ordersIn(wiping).filter(({ device }) => device.id !== order.device.id))
  }
}

async function erase({ memberId, databases }: Order, { environment, caches }: Wiping): Promise<void> {
  const { local, indexedDB, IDBKeyRange } = environment
  // Also those that were given up before and left as they were.
  const given = (await (indexedDB ?? globalThis.indexedDB).databases?.()) ?? []
  const beside = given.flatMap(({ name }) => (name?.startsWith(`${captureName(memberId)}~`) ? [name] : []))
  for (const name of new Set([...databases, ...beside])) await new Dexie(name, indexedDB && { indexedDB, IDBKeyRange }).delete()
  for (const key of (await caches?.keys()) ?? []) await caches?.delete(key)
  forgetLastSaved(local, memberId)
  dropDraftAside(local, memberId)
  if (currentMember(environment) === memberId) forgetCurrent(environment)
}

const withDevice = (transport: Transport, device: Order['device']): Transport => ({
  send: (path, init) => transport.send(path, { ...init, headers: { ...(init.headers as Record<string, string>), ...deviceHeader(device) } }),
})

const ordersIn = ({ environment }: Wiping): Order[] => JSON.parse(environment.local.getItem(ordersKey) ?? '[]') as Order[]

function keepOrders({ environment: { local } }: Wiping, orders: readonly Order[]): void {
  if (orders.length > 0) local.setItem(ordersKey, JSON.stringify(orders))
  else local.removeItem(ordersKey)
}
