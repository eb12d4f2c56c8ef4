// The word for a field in one of the places that name fields; a kind brings words for fields of its
// own.
import { useI18n } from 'vue-i18n'
import { kindOrPlain } from '#kinds/kinds.ts'

/** In a sentence, in a list of what is meant, on a button. */
type Area = 'capture.fieldName' | 'field.markField' | 'desk.mark'

export function useFieldName() {
  const { t, te } = useI18n()

  /** Undefined for a field that nobody has a word for. */
  return (area: Area, field: string, kind = ''): string | undefined => {
    const keys = [`${area}.${field}`, `${kindOrPlain(kind).words}.field.${field}`]
    const key = keys.find((each) => te(each))
    return key && t(key)
  }
}
