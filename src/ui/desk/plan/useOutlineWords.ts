// The sentences of the outline editor: what it measures, why it is not done, what a mark is called.
import { useI18n } from 'vue-i18n'
import { sharersOf } from '#geo/sharedCorners.ts'
import type { OutlinePoint, OutlineView } from '#map/editor/outlineView.ts'
import type { OutlineFault, OutlineKind } from './useOutline.ts'

export function useOutlineWords() {
  const { t, n } = useI18n()

  function faultWords(fault: OutlineFault | null): string {
    if (!fault) return ''
    switch (fault.code) {
      case 'tooFew':
        return t('outline.fault.tooFew', { least: fault.least })
      case 'neighbourCrosses':
        return t('outline.fault.neighbourCrosses', { name: fault.name })
      case 'crosses':
        return t('outline.fault.crosses', { first: fault.edges[0], second: fault.edges[1] })
      default:
        return t(`outline.fault.${fault.code}`)
    }
  }

  /** @param size in square metres, of a line in metres */
  function sizeWords(kind: OutlineKind, size: number): string {
    const figure = (value: number, digits: number) => n(Number(value.toFixed(digits)))
    if (kind === 'line') return t('outline.metres', { size: figure(size, 0) })
    if (size < 10_000) return t('outline.squareMetres', { size: figure(size, 0) })
    return t('outline.hectares', { size: figure(size / 10_000, 2) })
  }

  function labelOf({ outline, mayClose }: OutlineView, { kind, index }: OutlinePoint): string {
    const { ring } = outline
    const number = index + 1
    if (kind === 'edge')
      return t('outline.insert', { from: number, to: (number % ring.length) + 1 })
    if (number === 1 && mayClose) return t('outline.closeHere')
    const names = sharersOf(outline, ring[index]!).flatMap(({ name }) => name ?? [])
    const named = { number, count: ring.length }
    return names.length === 0
      ? t('outline.corner', named)
      : t('outline.sharedCorner', { ...named, names: names.join(t('field.listComma')) })
  }

  /** What to do next. */
  const hintOf = ({ outline, isDrawing }: OutlineView): string =>
    t(
      outline.under === 'cut'
        ? 'outline.hint.cut'
        : !isDrawing
          ? 'outline.hint.alter'
          : outline.under
            ? 'outline.hint.hole'
            : 'outline.hint.draw',
    )

  return { faultWords, sizeWords, labelOf, hintOf }
}
