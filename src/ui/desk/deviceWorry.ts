// Which phones a supervisor should look at first, and why.
import type { Instant } from '#domain/ids.ts'
import type { DeskDevice } from '#state/useDesk.ts'

export type Worry = 'unsent' | 'silent' | 'unreadable' | 'notPersisted' | 'clockOff' | 'revoked'

const silentMs = 86_400_000
/** Less is no news: a phone that sets its own clock is right to a minute or so. */
const clockMs = 5 * 60_000

export function worriesOf(device: DeskDevice, now: Instant): Worry[] {
  const holds = device.waitingChanges + device.waitingPhotos > 0
  if (device.revokedAt !== null) return holds ? ['revoked', 'unsent'] : ['revoked']
  const { says } = device
  const claims: [Worry, boolean][] = [
    ['unsent', holds],
    ['silent', holds && now - (device.seenAt ?? device.createdAt) > silentMs],
    ['unreadable', (says?.unreadable ?? 0) > 0],
    ['clockOff', Math.abs(says?.clockOffMs ?? 0) > clockMs],
    ['notPersisted', says?.isPersisted === false],
  ]
  return claims.flatMap(([worry, holdsTrue]) => (holdsTrue ? [worry] : []))
}

const weights: Record<Worry, number> = {
  unsent: 8,
  silent: 16,
  unreadable: 4,
  clockOff: 2,
  notPersisted: 1,
  revoked: -32,
}

/**
 * The most worrying first; among equals the one that has waited longest, then the one heard of
 * last.
 */
export function byWorry(
  devices: readonly DeskDevice[],
  now: Instant,
): { device: DeskDevice; worries: Worry[] }[] {
  return devices
    .map((device) => ({ device, worries: worriesOf(device, now) }))
    .map((each) => ({
      ...each,
      weight: each.worries.reduce((sum, worry) => sum + weights[worry], 0),
    }))
    .sort(
      (a, b) =>
        b.weight - a.weight ||
        (a.device.waitingSince ?? Infinity) - (b.device.waitingSince ?? Infinity) ||
        (b.device.seenAt ?? 0) - (a.device.seenAt ?? 0),
    )
    .map(({ device, worries }) => ({ device, worries }))
}
