// Which phones a supervisor should look at first, and why.
import type { Instant } from '#domain/ids.ts'
import type { DeskDevice } from '#state/useDesk.ts'

export type AttentionReason =
  'unsent' | 'silent' | 'unreadable' | 'notPersisted' | 'clockOff' | 'revoked'

const silentMs = 86_400_000
/** Less is no news: a phone that sets its own clock is right to a minute or so. */
const clockMs = 5 * 60_000

export function attentionReasonsOf(device: DeskDevice, now: Instant): AttentionReason[] {
  const holds = device.waitingChanges + device.waitingPhotos > 0
  if (device.revokedAt !== null) return holds ? ['revoked', 'unsent'] : ['revoked']
  const { says } = device
  const claims: [AttentionReason, boolean][] = [
    ['unsent', holds],
    ['silent', holds && now - (device.seenAt ?? device.createdAt) > silentMs],
    ['unreadable', (says?.unreadable ?? 0) > 0],
    ['clockOff', Math.abs(says?.clockOffMs ?? 0) > clockMs],
    ['notPersisted', says?.isPersisted === false],
  ]
  return claims.flatMap(([reason, holdsTrue]) => (holdsTrue ? [reason] : []))
}

const weights: Record<AttentionReason, number> = {
  unsent: 8,
  silent: 16,
  unreadable: 4,
  clockOff: 2,
  notPersisted: 1,
  revoked: -32,
}

/**
 * The most urgent first; among equals the one that has waited longest, then the one heard of
 * last.
 */
export function byAttention(
  devices: readonly DeskDevice[],
  now: Instant,
): { device: DeskDevice; reasons: AttentionReason[] }[] {
  return devices
    .map((device) => ({ device, reasons: attentionReasonsOf(device, now) }))
    .map((each) => ({
      ...each,
      weight: each.reasons.reduce((sum, reason) => sum + weights[reason], 0),
    }))
    .sort(
      (a, b) =>
        b.weight - a.weight ||
        (a.device.waitingSince ?? Infinity) - (b.device.waitingSince ?? Infinity) ||
        (b.device.seenAt ?? 0) - (a.device.seenAt ?? 0),
    )
    .map(({ device, reasons }) => ({ device, reasons }))
}
