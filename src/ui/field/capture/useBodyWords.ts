// A field of the body that holds plain words, as a text field works on it: empty is absent.
import { computed } from 'vue'
import type { DraftForm } from '#state/useDraft.ts'

/** @param key absent where the kind has no such field: then it is empty, whatever is put in. */
export const useBodyWords = ({ draft }: Pick<DraftForm, 'draft'>, key: string | undefined) =>
  computed({
    get: (): string => {
      const value = key === undefined ? undefined : draft.body[key]
      return typeof value === 'string' ? value : ''
    },
    set: (words) => {
      if (key !== undefined) draft.body = { ...draft.body, [key]: words || undefined }
    },
  })
