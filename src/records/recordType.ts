// What a record type must say about itself. The spine (decide.ts, readRights.ts, client, server)
// knows none by name; recordTypes.ts is the list. Runs anywhere.
import type { PatchChange } from '#domain/change.ts'
import type { Fault } from '#domain/fault.ts'
import type { FieldPolicy } from '#domain/fieldPolicy.ts'
import type { GridTree } from '#domain/grid.ts'
import type { GridId, Instant, MemberId, ScopeId } from '#domain/ids.ts'
import type { Ability, Acting, Member } from '#domain/member.ts'
import type { Place } from '#domain/place.ts'
import type { Result } from '#domain/result.ts'
import type { Fields, FieldsOf, Row, RowType } from '#domain/row.ts'
import type { Step } from '#domain/step.ts'
import type { WhichGrid } from '#domain/whichGrid.ts'

/** `work` is for everyone of a grid, `care` holds notes on persons. */
export type DataClass = 'work' | 'care'

/** What a decision may know of the world besides the row itself. */
export interface DecisionContext {
  /** Who the device belongs to. */
  member: Acting
  tree: GridTree
  /** Whether they are shown the row, as it stands. */
  isShown(row: Row): boolean
  hasGrid(id: string): boolean
  hasPlace(id: string): boolean
  otherMember(id: string): Member | undefined
  /** Whose parked work the change takes the place of (C5). */
  onBehalfOf?: MemberId
  receivedAt: Instant
}

/** The grids and places as the server has them. */
export interface Plan {
  whichGrid: WhichGrid
  /** Of those that the change names. */
  place(id: string): Place | undefined
}

/** A member who asks what there is to read. */
export interface Reader {
  id: MemberId
  /** Of which data classes they read somewhere. */
  classes: readonly DataClass[]
  /** Every grid that is theirs, with what they read and whether they review there. */
  grids: readonly ReaderGrid[]
}
export interface ReaderGrid {
  id: GridId
  classes: readonly DataClass[]
  holds(ability: Ability): boolean
}

/** Another row that the fields of one name; the id may be anything, for nobody has checked it. */
export interface Reference {
  t: 'grid' | 'place'
  id: unknown
}

/**
 * Questions about a change; the first fault parks it. What is the same for all types is asked by
 * decide.ts: rights to the row, field policies, names given twice. Of a create it asks `read`, then
 * `whyNotCreate`; of a patch the others from `whyNotTouch` on, with `read` before the last.
 */
export interface Decision<T extends RowType> {
  /**
   * The grids and places that these fields name, of a row or of a part of a change. They are read
   * before the first question, for `hasGrid` and `hasPlace`.
   */
  references(fields: Fields): Reference[]
  /** The fields as they are, or would be with the change in them. */
  read(fields: Fields, context: DecisionContext): Result<FieldsOf<T>>
  /** Who may make one. */
  whyNotCreate(fields: FieldsOf<T>, context: DecisionContext): Fault | null
  /** Who may touch it at all. */
  whyNotTouch(change: PatchChange, row: Row<T>, context: DecisionContext): Fault | null
  /** Whether a step may be taken; a type without it has no steps. */
  whyNotStep?(step: Step, row: Row<T>, context: DecisionContext): Fault | null
  /** Whether they may alter these fields; left out, whoever may touch it may. */
  whyNotAlter?(change: PatchChange, row: Row<T>, context: DecisionContext): Fault | null
  /** Whether it may become that; left out, it may become whatever `read` lets pass. */
  whyNotBecome?(before: FieldsOf<T>, after: FieldsOf<T>, context: DecisionContext): Fault | null
}

export interface RecordType<T extends RowType = RowType> {
  /** On the wire and in every table: never renamed once released. */
  t: T
  /**
   * The sync version that brought it: an app names the newest it knows and is sent no scope of a
   * type that came later (C7). So its rows lie in no scope of an older type.
   */
  since: number
  /** By field; one that is not named here is never altered by a change. */
  policies: Readonly<Record<string, FieldPolicy>>
  /** Of a path below a field, e.g. `body.severity`; names no field of `policies`. */
  policyBelow?(path: string): FieldPolicy | undefined
  /** Who may read it. Asked also of fields that nobody has checked: in doubt the more guarded. */
  dataClassOf(fields: Fields): DataClass
  /** Where a row of it lies. */
  scopesOf(row: Row<T>): ScopeId[]
  /** What a member reads of it beside their grids. */
  scopesOfMember?(reader: Reader): ScopeId[]
  /** What they read of it in one of their grids. */
  scopesOfGrid?(grid: ReaderGrid): ScopeId[]
  /** Rows of which some readers are shown a part only, and the scopes that they lie in. */
  partly?: {
    isIn(scope: ScopeId): boolean
    asShownIn(scopes: ReadonlySet<ScopeId>, row: Row<T>): Row<T>
  }
  /**
   * It names photos and voice notes; the server notes in its field `arrived` which of them it has.
   */
  carriesPhotos?: true
  /** Its field `receivedAt` says when the server received it. */
  saysReceipt?: true
  /** Key of the message for what waits of it, where a person counts no records of it. */
  waitsAs?: string
  /** What the server alone says of one that was just made, whatever the phone wrote. */
  begun?(fields: FieldsOf<T>): Partial<FieldsOf<T>>
  /** What the server alone notes of it by the plan, when a field that it is by is said anew. */
  noted?: {
    field: keyof FieldsOf<T> & string
    by: readonly (keyof FieldsOf<T> & string)[]
    /** Undefined where there is nothing to note. */
    say(fields: FieldsOf<T>, plan: Plan): unknown
  }
  /** Where a step leads, as the server has it. */
  stepIn?(row: Row<T>, step: Step): Step
  /** Phones may write it; left out, the server alone does. */
  decision?: Decision<T>
}
