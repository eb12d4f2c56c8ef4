// Who uses this phone. The facts say it (phoneFacts.ts); where they do not, the databases that are
// there are looked at. What lies in the local fallback is a hint: the only trace on phones that an
// older app bound, and all there is while the facts cannot be read.
import type { MemberId } from '#domain/ids.ts'
import type { IndexedDbEnvironment } from '../db/captureDb.ts'
import { captureName, openCaptureDb } from '../db/captureDb.ts'
import { closeForGood } from '../db/connection.ts'
import { readMetas } from '../db/meta.ts'
import type { LocalFallback } from '../db/localFallback.ts'
import { type PhoneFacts, putFacts, readFacts } from '../db/phoneFacts.ts'

interface Environment extends IndexedDbEnvironment {
  local: LocalFallback
}

/** A member, and the number of the database that is theirs now. */
export interface MemberDatabase {
  memberId: MemberId
  generation: number
}

const currentKey = 'gridwalk.member'
const generationKey = (memberId: MemberId): string => `gridwalk.beside.${memberId}`

/** Rejects where there is work but not to be learned whose: the storage is in trouble. */
export async function currentMember(environment: Environment): Promise<MemberDatabase | null> {
  const hint = environment.local.getItem(currentKey) as MemberId | null
  let facts: PhoneFacts
  try {
    facts = await inTime(readFacts(environment))
  } catch (error) {
    console.warn('facts of this phone', error)
    if (hint === null) {
      // A window that keeps nothing says so when somebody is to be bound to it; a phone that holds
      // somebody's work is no new one.
      if ((await captureDatabases(environment).catch(() => [])).length > 0) throw error
      return null
    }
    return { memberId: hint, generation: await generationOf(hint, {}, environment) }
  }
  const found = await settle(facts, hint, environment)
  const isToBeErased = facts.wiping?.some((order) => order.memberId === found && !order.isErased)
  return found === null || isToBeErased
    ? null
    : { memberId: found, generation: await generationOf(found, facts, environment) }
}

/** A browser that does not answer for so long may never. */
const patienceMs = 5000

async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tookTooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new DOMException('the database does not answer', 'TimeoutError')),
      patienceMs,
    )
  })
  return Promise.race([asked, tookTooLong]).finally(() => clearTimeout(timer))
}

async function settle(
  facts: PhoneFacts,
  hint: MemberId | null,
  environment: Environment,
): Promise<MemberId | null> {
  const { binding, current } = facts
  if (
    binding !== undefined &&
    (await boundAt(
      captureName(binding, await generationOf(binding, facts, environment)),
      environment,
    )) !== null
  ) {
    await setCurrentMember(binding, environment)
    return binding
  }
  if (current !== undefined) return current
  const found = hint ?? (await lastBound(environment))
  if (found !== null) await setCurrentMember(found, environment)
  return found
}

/** Resolves once it is on the disk. */
export async function setCurrentMember(
  memberId: MemberId | null,
  environment: Environment,
): Promise<void> {
  await putFacts(environment, { current: memberId, binding: undefined })
  if (memberId === null) environment.local.removeItem(currentKey)
  else environment.local.setItem(currentKey, memberId)
}

/**
 * Before the credential is written: a phone that dies in between still knows whom it was given to.
 */
export const setBindingMember = (memberId: MemberId, environment: Environment): Promise<void> =>
  putFacts(environment, { binding: memberId })

/** The number of the member's own database; the newest one where nothing tells. */
export async function generationOf(
  memberId: MemberId,
  facts: PhoneFacts,
  environment: Environment,
): Promise<number> {
  const known = facts.beside?.[memberId] ?? environment.local.getItem(generationKey(memberId))
  if (known !== null) return Number(known)
  const numbers = (await captureDatabases(environment)).flatMap((each) =>
    each.memberId === memberId ? [each.generation] : [],
  )
  return Math.max(0, ...numbers)
}

/** The database is left as it is; the member's next one is another. */
export async function abandonDatabase(
  { memberId, generation }: MemberDatabase,
  environment: Environment,
): Promise<void> {
  const facts = await readFacts(environment)
  await putFacts(environment, { beside: { ...facts.beside, [memberId]: generation + 1 } })
  environment.local.setItem(generationKey(memberId), String(generation + 1))
}

/** Of all that are bound and have not said goodbye, the last one. */
async function lastBound(environment: Environment): Promise<MemberId | null> {
  let last: { memberId: MemberId; at: number } | null = null
  for (const { name, memberId } of await captureDatabases(environment)) {
    const at = await boundAt(name, environment)
    if (at !== null && (last === null || at > last.at)) last = { memberId, at }
  }
  return last?.memberId ?? null
}

/** Null where nobody is bound to it. An older app has not written down when. */
async function boundAt(
  name: string,
  { indexedDB, IDBKeyRange }: Environment,
): Promise<number | null> {
  const { memberId, generation } = partsOf(name)
  const capture = openCaptureDb(memberId, () => undefined, { indexedDB, IDBKeyRange, generation })
  try {
    const [grant, sealed, at] = await readMetas(capture, ['grant', 'sealedAt', 'boundAt'])
    return grant === undefined || sealed !== undefined ? null : (at ?? 0)
  } finally {
    closeForGood(capture)
  }
}

const prefix = captureName('' as MemberId)

/** Not every browser lists them. */
async function captureDatabases({
  indexedDB,
}: Environment): Promise<({ name: string } & MemberDatabase)[]> {
  const all = (await (indexedDB ?? globalThis.indexedDB).databases?.()) ?? []
  return all.flatMap(({ name }) => (name?.startsWith(prefix) ? [{ name, ...partsOf(name) }] : []))
}

function partsOf(name: string): MemberDatabase {
  const [memberId, generation] = name.slice(prefix.length).split('~')
  return { memberId: memberId as MemberId, generation: Number(generation ?? 0) }
}
