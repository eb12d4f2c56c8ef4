// What was last chosen to be printed, and on which paper: kept while the app stays open, nowhere
// else.
import { reactive } from 'vue'
import type { PlaceType } from '#domain/place.ts'
import { labelledTypes } from '#domain/plan/planProblem.ts'
import type { LabelSheet } from './labelSheets.ts'

export interface LabelChoice {
  /** Empty for all of them. */
  gridId: string
  types: PlaceType[]
  sheet: LabelSheet
}

const choice = reactive<LabelChoice>({ gridId: '', types: [...labelledTypes], sheet: 'a4x24' })

export const useLabelChoice = (): LabelChoice => choice
