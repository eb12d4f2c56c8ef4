// The word for a field of a report: those that every report has are words of the app, the others
// those of its kind.
import { useI18n } from 'vue-i18n'
import { kindOf, kinds } from '#kinds/kinds.ts'

export function useFieldName() {
  const { t, te } = useI18n()

  /**
   * Undefined for a field that nobody has a word for. @param kind of the report; where this app
   * does not know it, whichever kind has a word for such a field. @param isShort by itself on a
   * button, not in a sentence.
   */
  return (field: string, kind = '', isShort = false): string | undefined => {
    const known = kindOf(kind)
    const prefixes = (known ? [known] : kinds).map(({ words }) => words)
    const keys = [`fieldName.${field}`, ...prefixes.map((prefix) => `${prefix}.field.${field}`)]
    if (isShort)
      keys.unshift(`desk.mark.${field}`, ...prefixes.map((prefix) => `${prefix}.short.${field}`))
    const key = keys.find((each) => te(each))
    return key && t(key)
  }
}
