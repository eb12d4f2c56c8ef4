// Maps of other providers that this server lets the app draw while there is a network: asked for
// where a map is opened, and remembered, so that the choice is there without one as well. Of their
// pictures nothing is kept.
import { readSession } from '#client/http/account.ts'
import type { OnlineMap } from '#domain/onlineMap.ts'
import { onlineMapsIn } from '#protocol/sessionMessages.ts'
import type { Device } from './device.ts'

const key = 'gridwalk.onlineMaps'

export function knownOnlineMaps({
  environment: { local },
}: Pick<Device, 'environment'>): OnlineMap[] {
  try {
    return onlineMapsIn(JSON.parse(local.getItem(key) ?? '[]'))
  } catch {
    return []
  }
}

/** @returns `known` itself where nothing else is told, so that what is drawn of it stays. */
export async function askForOnlineMaps(
  { environment, transport }: Pick<Device, 'environment' | 'transport'>,
  known: OnlineMap[],
): Promise<OnlineMap[]> {
  const answer = await readSession(transport)
  // Whoever is signed out is told nothing, which says nothing of what there is.
  if (!answer.ok || !answer.value.member) return known
  const told = answer.value.onlineMaps ?? []
  if (JSON.stringify(told) === JSON.stringify(known)) return known
  environment.local.setItem(key, JSON.stringify(told))
  return told
}
