// Where a record is, filled in while nobody says otherwise: the best fix so far, and the nearest place when the fix is good enough.
import { onScopeDispose, ref, watch } from 'vue'
import type { PlaceId } from '#domain/ids.ts'
import type { Place, PlaceType } from '#domain/place.ts'
import type { Position } from '#domain/position.ts'
import { usePosition } from '#state/usePosition.ts'
import { useReference } from '#state/useReference.ts'

/** A place farther off than this, or a fix vaguer than this, proposes nothing. */
const proposalMetres = 30

export interface Whereabouts {
  placeId?: PlaceId
  position?: Position
}

export interface ProposedPlaceOptions {
  /** False where only a person may say which door it was. */
  mayPropose: () => boolean
  types?: () => readonly PlaceType[] | undefined
}

export function useProposedPlace(where: Whereabouts, { mayPropose, types = () => undefined }: ProposedPlaceOptions) {
  const reference = useReference()
  const { fix, fault, start, stop } = usePosition()
  // What was there before the form was opened was said by a person, or restored with what they had seen.
  const isSaid = ref(where.placeId !== undefined || where.position?.source === 'pin')
  const isProposed = ref(false)

  start()
  onScopeDispose(stop)

  const isBetter = (next: Position): boolean =>
    !where.position || (where.position.source === 'gps' && (next.accuracyMetres ?? Infinity) <= (where.position.accuracyMetres ?? Infinity))

  watch(fix, (next) => {
    if (!next || !mayPropose() || where.position?.source === 'pin') return
    if (isBetter(next)) where.position = next
    if (isSaid.value || (next.accuracyMetres ?? Infinity) > proposalMetres) return
    const nearest = reference.nearestPlace(next, proposalMetres)
    const isWanted = nearest && nearest.code !== '' && (types()?.includes(nearest.type) ?? true)
    where.placeId = isWanted ? nearest.id : undefined
    isProposed.value = where.placeId !== undefined
  }, { immediate: true })

  function say(changed: Whereabouts) {
    isSaid.value = true
    isProposed.value = false
    Object.assign(where, changed)
  }
  const choosePlace = (place: Place) => say({ placeId: place.id, ...(where.position?.source === 'pin' ? { position: fix.value ?? undefined } : {}) })
  const choosePin = ({ lat, lon }: { lat: number; lon: number }, at: number) =>
    say({ placeId: undefined, position: { lat, lon, accuracyMetres: null, source: 'pin', at } })
  const chooseFix = (position: Position) => say({ placeId: undefined, position })

  return { fix, fault, isProposed, choosePlace, choosePin, chooseFix }
}
