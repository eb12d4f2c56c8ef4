// The name of a change's content, whatever number it came under: SHA-256 over its canonical text.
// Two envelopes of one hash are one change (S5). Asked by sync/ and rescue/.
import { createHash } from 'node:crypto'
import { canonicalJson } from '#protocol/canonicalJson.ts'
import type { ChangeEnvelope } from '#protocol/messages.ts'

export const contentHash = (change: ChangeEnvelope): string =>
  createHash('sha256')
    .update(canonicalJson({ ...change, n: undefined }))
    .digest('hex')
