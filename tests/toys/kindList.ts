// The real kinds and an invented one; stands in for src/kinds/kindList.ts (withToys.ts).
import { kindList as real } from '../../src/kinds/kindList.ts'
import { parcel } from './parcel/parcel.ts'

export const kindList = [...real, parcel] as const
