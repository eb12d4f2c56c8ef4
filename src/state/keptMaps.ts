// What a phone remembers of its maps beside their files: hints only, good for nothing without them.
import type { PhoneEnvironment } from '#client/session/localSession.ts'

const key = 'gridwalk.maps'

export interface KeptMaps {
  /** Id of the one to draw, or `online:` and a name; `none` where the plan alone is wanted. */
  chosen: string | null
  /** Hashes that were whole on this phone: one without its file has been cleared away. */
  had: string[]
  /** Hashes that were offered, and that a person fetched or did not want. */
  answered: string[]
}

export function readKeptMaps(local: Pick<PhoneEnvironment['local'], 'getItem'>): KeptMaps {
  let read: unknown
  try {
    read = JSON.parse(local.getItem(key) ?? '{}')
  } catch {
    read = {}
  }
  const { chosen, had, answered } = (read ?? {}) as Record<string, unknown>
  return {
    chosen: typeof chosen === 'string' ? chosen : null,
    had: textsIn(had),
    answered: textsIn(answered),
  }
}

/** From what is kept now, which another tab may have altered since it was read. */
export function alterKeptMaps(
  local: Pick<PhoneEnvironment['local'], 'getItem' | 'setItem'>,
  change: (kept: KeptMaps) => Partial<KeptMaps>,
): KeptMaps {
  const before = readKeptMaps(local)
  const after = { ...before, ...change(before) }
  local.setItem(key, JSON.stringify(after))
  return after
}

const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
