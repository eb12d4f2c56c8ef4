// The list that stands in the place of src/records/recordTypes.ts in the project `unit-toys`
// (withToys.ts): the real one and a line more.
import type { RecordType } from '#records/recordType.ts'
import { recordTypes as released } from '#records/recordTypes.ts'
import { tenancy } from './tenancy/tenancy.ts'

export const recordTypes: readonly RecordType[] = [...released, tenancy]
