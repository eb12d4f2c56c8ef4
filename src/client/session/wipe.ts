// The server has told this phone to empty itself (E4, E5): lost, or its member has left.
// Everything is handed in first; then the member's databases go, and what was cached for them. What
// is under way is a fact of the phone, so that one that dies in between goes on. Asked for by the
// sync loop after a round; finished at each start. Other members' databases are left alone: their
// work is not this order's.
import type { WipeOrder } from '../db/tables.ts'
import Dexie from 'dexie'
import { DoneAnswer } from '#protocol/memberMessages.ts'
import { call } from '../http/call.ts'
import { cacheName } from '../db/cacheDb.ts'
import { type CaptureDb, captureName } from '../db/captureDb.ts'
import { closeForGood } from '../db/connection.ts'
import { dropDraftsAside, forgetLastSaved } from '../db/localFallback.ts'
import {
  forgetCurrentMember,
  type LocalSession,
  type PhoneEnvironment,
  waitingOf,
} from './localSession.ts'
import { putFacts, readFacts } from '../db/phoneFacts.ts'
import { dropAllShares } from '../db/sharedName.ts'
import { dropAllMaps } from './dropAllMaps.ts'
import type { Transport } from '../http/transport.ts'

export interface Wiping {
  environment: PhoneEnvironment
  transport: Transport
  /** Where the browser keeps files of pages; absent in tests and old browsers. */
  caches?: Pick<CacheStorage, 'keys' | 'delete'>
}

/** Where an older app noted it. */
const hintKey = 'gridwalk.wiping'

/** False while work waits to be handed in; the next round asks again. */
export async function wipe(
  { capture, device, memberId }: Pick<LocalSession, 'capture' | 'device' | 'memberId'>,
  wiping: Wiping,
): Promise<boolean> {
  const left = await leftOf(capture)
  if (!left) return false
  const order: WipeOrder = {
    memberId,
    device,
    databases: [capture.name, cacheName(memberId)],
    left,
  }
  await saveOrders(wiping, [...(await ordersIn(wiping)), order])
  closeForGood(capture)
  await finishWipes(wiping)
  return true
}

/** What cannot be handed in at all; null while something can. */
async function leftOf(capture: CaptureDb): Promise<WipeOrder['left'] | null> {
  const { changes, bytes, drafts } = await waitingOf(capture)
  const carried = await capture.rescue.filter((taken) => taken.isWhole && !taken.doneAt).count()
  if (changes + bytes + carried > 0) return null
  return {
    changes: 0,
    photos: await capture.photo.where('state').equals('unreadable').count(),
    drafts,
  }
}

/**
 * Erases what a noted order still names and says so; until the server has heard it, the order
 * stays noted.
 */
export async function finishWipes(wiping: Wiping): Promise<void> {
  for (const order of await ordersIn(wiping)) {
    if (!order.isErased) {
      await erase(order, wiping)
      await alter(wiping, order, (erased) => [{ ...erased, isErased: true }])
    }
    const told = await call(
      wiping.transport,
      {
        method: 'POST',
        path: '/api/devices/wiped',
        json: { left: order.left },
        device: order.device,
      },
      DoneAnswer,
    )
    const isOver =
      told.ok || told.fault.code === 'revokedDevice' || told.fault.code === 'unknownDevice'
    if (isOver) await alter(wiping, order, () => [])
  }
}

async function erase(
  { memberId, databases }: WipeOrder,
  { environment, caches }: Wiping,
): Promise<void> {
  const { local, indexedDB, IDBKeyRange } = environment
  // Also those that were given up before and left as they were.
  const given = (await (indexedDB ?? globalThis.indexedDB).databases?.()) ?? []
  const replacements = given.flatMap(({ name }) =>
    name?.startsWith(`${captureName(memberId)}~`) ? [name] : [],
  )
  for (const name of new Set([...databases, ...replacements]))
    await new Dexie(name, indexedDB && { indexedDB, IDBKeyRange }).delete()
  for (const key of (await caches?.keys()) ?? []) await caches?.delete(key)
  forgetLastSaved(local, memberId)
  dropDraftsAside(local, memberId)
  if ((await readFacts(environment)).current === memberId) {
    await dropAllShares(environment)
    await dropAllMaps(environment)
    await forgetCurrentMember(environment)
  }
}

async function ordersIn({ environment }: Wiping): Promise<readonly WipeOrder[]> {
  const hinted = JSON.parse(environment.local.getItem(hintKey) ?? '[]') as WipeOrder[]
  const { wiping = [] } = await readFacts(environment)
  return [
    ...wiping,
    ...hinted.filter((hint) => !wiping.some(({ device }) => device.id === hint.device.id)),
  ]
}

async function saveOrders({ environment }: Wiping, orders: readonly WipeOrder[]): Promise<void> {
  await putFacts(environment, { wiping: orders.length > 0 ? orders : undefined })
  environment.local.removeItem(hintKey)
}

const alter = async (
  wiping: Wiping,
  { device }: WipeOrder,
  to: (order: WipeOrder) => WipeOrder[],
): Promise<void> =>
  saveOrders(
    wiping,
    (await ordersIn(wiping)).flatMap((each) => (each.device.id === device.id ? to(each) : [each])),
  )
