// placeholder
export function ringFault(
  rings: readonly (readonly [number, number])[][],
): { code: 'ringTooFew' | 'ringCrosses' | 'holeOutside'; detail?: Record<string, number> } | null {
  return rings.some((ring) => ring.length < 3) ? { code: 'ringTooFew' } : null
}
