// What is wrong with a plan, row by row: told before anything is imported, and asked again by the
// server. An error keeps its row out; a warning is for a person to judge.
import type { PlaceType } from '../place.ts'

export const planErrors = [
  /** Neither a name nor a code. */
  'nameless',
  'unknownType',
  'unknownGrid',
  /** Several grids are called so. */
  'gridUnclear',
  'unknownParent',
  /** What is to stand in its stead is no other place of the plan. */
  'unknownSuccessor',
  /** A grid that belongs to none, beside the community. */
  'noParent',
  'parentCircle',
  /** It is to go, and there are still grids or places in it. */
  'gridInUse',
  'codeTwice',
  'codeTaken',
  'codeTooLong',
  'tooManyCodes',
  'badNumber',
  'badPosition',
  /** It is drawn, and nobody can read how. */
  'geometryBroken',
  'ringTooFew',
  'ringNoArea',
  'ringCrosses',
  'ringSpike',
  'ringTooLong',
  'tooManyPieces',
  'holeOutside',
  'holesCross',
  'matchedTwice',
] as const
export type PlanError = (typeof planErrors)[number]

export const planWarnings = [
  /** Another code is the same without its separators: typed by thumb, one finds the other. */
  'codeAlike',
  'outsideGrid',
  'noCode',
  'noPosition',
] as const
export type PlanWarning = (typeof planWarnings)[number]

export interface PlanProblem {
  code: PlanError | PlanWarning
  /** Of the row in the file, from 1; absent where it is about a row of the plan as it is. */
  line?: number
  /** Names, codes, numbers for the sentence. */
  detail?: Record<string, string | number>
}

export const isPlanError = ({ code }: { code: string }): boolean =>
  (planErrors as readonly string[]).includes(code)

/** Written down for whoever prepares a file (deploy/README.md). */
export const planLimits = {
  places: 50_000,
  grids: 5_000,
  /** Of one request to the server, unpacked. */
  requestBytes: 40_000_000,
  codeCharacters: 40,
  nameCharacters: 80,
  corners: 2_000,
  /** Of one grid, and rings of each: its holes and what is around them. */
  pieces: 50,
  /** That a place had before, each still found. */
  earlierCodes: 20,
  /** So far outside its grid a place may lie before it is asked about. */
  outsideMetres: 30,
  /** Same type and name within this distance are the same place. */
  sameMetres: 5,
  /** So far something may have moved, or have been measured wrongly, and be the same still. */
  likeMetres: 50,
  undoDays: 30,
  /** So long nobody else gets the code of a place that is gone. */
  codeRestDays: 90,
} as const

/** Types whose doors carry a label, so that a code is missed where there is none. */
export const labelledTypes: readonly PlaceType[] = [
  'building',
  'stairwell',
  'dwelling',
  'shop',
  'lampPost',
  'point',
]
