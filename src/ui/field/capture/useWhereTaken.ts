// Where a record is: at the moment of its evidence, filled in while nobody says otherwise. Place
// and position come from one fix, always. Where the phone goes afterwards is offered and never put
// in; once saving has begun nothing is touched any more.
import { computed, onScopeDispose, ref, watch } from 'vue'
import type { PhotoHash } from '#domain/ids.ts'
import { isInsideOutline } from '#geo/isInside.ts'
import type { Place, PlaceType } from '#domain/place.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'
import { measuredIn, type Position } from '#domain/position.ts'
import { doAgree, type Moment, momentAt, momentReach, refined } from '#domain/whereTaken.ts'
import type { CaptureOptions } from '#kinds/capture.ts'
import type { DraftForm } from '#state/useDraft.ts'
import { usePosition } from '#state/usePosition.ts'
import { useReference } from '#state/useReference.ts'

/** A place farther off than this, or a fix vaguer than this, proposes nothing. */
const proposalMetres = 30

export interface WhereOptions {
  /** By what it is known where it happened; its kind says. */
  evidence: CaptureOptions['evidence']
  /** False for a record that is altered: it stays where it was. */
  isNew: boolean
  /** False where another app has handed the photos over: where the phone is, they are not. */
  isHere?: boolean
  types?: readonly PlaceType[]
}

export type WhereTaken = ReturnType<typeof useWhereTaken>

type Form = Pick<DraftForm, 'draft' | 'state' | 'isRestored' | 'wasRestored' | 'isSaving'>

export function useWhereTaken(
  { draft, state, isRestored, wasRestored, isSaving }: Form,
  { evidence: shows, isNew, isHere = true, types }: WhereOptions,
) {
  const isByPhoto = shows === 'photo'
  const reference = useReference()
  const sense = usePosition()
  const { fix, fault } = sense
  const isKept = ref(false)
  const came = new Set<PhotoHash>()

  /** Of the last minutes: a photo is made ready some time after it was taken. */
  let fixes: Position[] = []
  let begun: Moment | null = null
  const ofPhotos = new Map<PhotoHash, Moment>()
  let isOver = false

  /** The moment, and the phone asked once more: one that lies still says nothing by itself. */
  function mark(): Moment {
    sense.ask()
    return momentAt(Date.now(), fixes)
  }

  sense.start((next) => {
    if (isOver) return
    fixes = [...fixes.filter((each) => each.at > next.at - 5 * momentReach.lateMs), next]
    if (begun) begun = refined(begun, next)
    for (const [hash, moment] of ofPhotos) {
      const after = refined(moment, next)
      ofPhotos.set(hash, after)
      const photo = draft.photos.find((each) => each.hash === hash)
      if (
        photo &&
        state.value.is === 'editing' &&
        after.position &&
        after.position !== moment.position
      )
        photo.position = after.position
    }
    decide()
  })
  function end() {
    isOver = true
    sense.stop()
  }
  onScopeDispose(end)
  watch(isSaving, (saving) => saving && end(), { flush: 'sync' })

  // What is restored was decided at its own time: it keeps what it had.
  watch(
    isRestored,
    (ready) => {
      if (!ready) return
      for (const photo of draft.photos) came.add(photo.hash)
      if (isByPhoto && isHere && !wasRestored.value) begun = mark()
      decide()
    },
    { immediate: true, flush: 'sync' },
  )
  if (shows !== 'photo')
    watch(
      () => isRestored.value && draft.body[shows.field],
      (answer, before) => {
        if (answer && before !== false) [begun, isKept.value] = [mark(), false]
        decide()
      },
    )
  // A photo shot here brings its moment; one that came back with the draft, or out of the album,
  // has its own place or none.
  watch(
    () => draft.photos[0]?.hash,
    () => (isKept.value = false),
  )
  watch(
    () => draft.photos.map((photo) => photo.hash).join(),
    () => {
      for (const photo of draft.photos) {
        if (
          came.has(photo.hash) ||
          ofPhotos.has(photo.hash) ||
          photo.source !== 'camera' ||
          photo.position?.source === 'photo'
        )
          continue
        const moment = momentAt(photo.takenAt, fixes)
        ofPhotos.set(photo.hash, moment)
        if (moment.position) photo.position = moment.position
      }
      decide()
    },
  )

  /** Undefined where nothing new is known of it. */
  function evidence(): Position | null | undefined {
    const first = isByPhoto ? draft.photos[0] : undefined
    if (!first) return begun ? begun.position : undefined
    if (came.has(first.hash)) return undefined
    if (first.position?.source === 'photo') return first.position
    // One that another window has shot brings what was found out there.
    return (
      (first.source === 'album' ? begun : ofPhotos.get(first.hash))?.position ??
      first.position ??
      null
    )
  }

  function decide() {
    if (
      isOver ||
      !isNew ||
      !isRestored.value ||
      state.value.is !== 'editing' ||
      draft.placedBy === 'position'
    )
      return
    const found = evidence()
    if (found === undefined) return
    if (draft.placedBy === 'place' || !isByPhoto) {
      const place = draft.placeId ? reference.placeById(draft.placeId) : undefined
      put({ position: found && (!place || isAt(found, place)) ? found : undefined })
    } else put({ position: found ?? undefined, placeId: found ? nearestTo(found)?.id : undefined })
  }

  /** Written only where it differs: each writing is kept on the phone. */
  function put(next: Partial<Pick<typeof draft, 'placeId' | 'position' | 'placedBy'>>) {
    for (const key of Object.keys(next) as (keyof typeof next)[]) {
      if (JSON.stringify(draft[key]) !== JSON.stringify(next[key]))
        Object.assign(draft, { [key]: next[key] })
    }
  }

  function nearestTo(position: Position): Place | undefined {
    if (!isByPhoto || (position.accuracyMetres ?? 0) > proposalMetres) return undefined
    const nearest = reference.nearestPlace(position, proposalMetres)
    return nearest && nearest.code !== '' && (types?.includes(nearest.type) ?? true)
      ? nearest
      : undefined
  }

  const choosePlace = (place: Place) => {
    put({
      placedBy: 'place',
      placeId: place.id,
      ...(draft.position?.source === 'pin' ? { position: undefined } : {}),
    })
    decide()
    if (draft.position && !isAt(draft.position, place)) put({ position: undefined })
  }
  const choosePin = ({ lat, lon }: { lat: number; lon: number }, at: number) => {
    const raw = measuredIn(draft.position)
    put({
      placedBy: 'position',
      placeId: undefined,
      position: { lat, lon, accuracyMetres: null, source: 'pin', at, ...(raw ? { raw } : {}) },
    })
  }
  const chooseFix = (position: Position) =>
    put({ placedBy: 'position', placeId: nearestTo(position)?.id, position })

  /**
   * The phone is somewhere else by now, or has found out where it is too late to say so of the
   * evidence.
   */
  const offer = computed(() => {
    const there = draft.position
    if (!fix.value || !isNew || !isByPhoto || draft.placedBy || isKept.value || isSaving.value)
      return null
    if (!there)
      return isRestored.value && draft.photos.length > 0 ? { fix: fix.value, metres: null } : null
    const metres = distanceMetres(there, fix.value)
    return metres >= proposalMetres && !doAgree(there, fix.value)
      ? { fix: fix.value, metres }
      : null
  })

  return {
    fix,
    /** The last fix, however vague. */
    heard: sense.heard,
    fault,
    offer,
    choosePlace,
    choosePin,
    chooseFix,
    /** Only the photo could tell, not the phone. */
    isOfAlbum: computed(() => isByPhoto && (!isHere || draft.photos[0]?.source === 'album')),
    isProposed: computed(
      () => draft.placeId !== undefined && draft.placedBy === undefined && isNew && isByPhoto,
    ),
    /**
     * Where a photo that is shot now is taken, as far as it is known; more is found out afterwards.
     */
    atShutter: (): Position | undefined => mark().position ?? undefined,
    keep: () => (isKept.value = true),
  }
}

const isAt = (position: Position, place: Place): boolean =>
  distanceMetres(position, place) <= Math.max(proposalMetres, position.accuracyMetres ?? 0) ||
  (place.outline !== undefined && isInsideOutline(position, place.outline))
