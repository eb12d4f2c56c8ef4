// When this phone last spoke with the endpoint and what was said lately: kept, so that it is still
// known after a restart.
import type { Instant } from '#domain/ids.ts'
import type { Person } from '../phone.ts'

export interface Diary {
  contactAt: Instant | null
  log: unknown[]
}

const key = 'diary'

export async function readDiary({ capture }: Pick<Person, 'capture'>): Promise<Diary> {
  return ((await capture.meta.get(key))?.value as Diary | undefined) ?? { contactAt: null, log: [] }
}

/** A diary that cannot be written is no reason to disturb anybody. */
export async function keepDiary({ capture }: Pick<Person, 'capture'>, diary: Diary): Promise<void> {
  await capture.meta.put({ key, value: JSON.parse(JSON.stringify(diary)) }).catch(() => undefined)
}
