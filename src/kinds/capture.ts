// How the form of a kind behaves around its own fields: where and when it counts as captured, its
// photos, and where else a person is led from it. Read by ui/field/capture.
import type { PhotoRole } from '#domain/photo.ts'
import type { PlaceType } from '#domain/place.ts'

/** Reports of another kind that one of this kind leads to, e.g. what was found on a visit. */
export interface Finds {
  /** Key of the kind that is found. */
  kind: string
  /** Field of the body that takes their ids. */
  field: string
  /** Keys of the messages over them, and on the way to one more. */
  titleKey: string
  addKey: string
  icon: string
}

export interface CaptureOptions<Body extends Record<string, unknown> = Record<string, unknown>> {
  /** Opened where nothing says what is to be reported; one kind of the list is. */
  isUsual?: true
  /** Addresses under which released apps have had its form. */
  previousPaths?: readonly string[]
  /** On the button that opens its form. */
  icon: string
  /**
   * It lies where its first photo was taken, else where its form was begun; or where a field of its
   * body was answered, at a place that a person has chosen.
   */
  evidence: 'photo' | { field: string }
  /** Only at such places; absent is anywhere. */
  placeTypes?: readonly PlaceType[]
  /** Field of the body that says in words where it is. */
  placeWords?: string
  /** What its photos may be. */
  photoRoles: readonly PhotoRole[]
  /** A new form begins with the camera. */
  opensCamera?: true
  /** Field of the body that says why there is no photo. */
  noPhotoReason?: string
  /** Whether a photo of the result is asked for. */
  hasAfterPhoto?(body: Partial<Body>): boolean
  /** Captured at a point of the round that is walked, the point is checked with a finding. */
  isFinding?: true
  noteRows: number
  /** Its form asks who went along. */
  hasCompanions?: true
  /** A tap may end its form, so it says what was saved and can be taken back for a moment. */
  savedKey?(body: Partial<Body>): string | undefined
  /** What is counted, for its form to offer first what is met most often here. */
  usageOf?(body: Partial<Body>): string | undefined
  /** Key of the message that says what an unfinished one is about. */
  draftTitleKey?(body: Partial<Body>): string | undefined
  finds?: Finds
}
