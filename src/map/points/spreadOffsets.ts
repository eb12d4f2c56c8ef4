/**
 * Where the members of one spot are shown when a closer look cannot part them: a spiral of even
 * density.
 */
export function spreadOffsets(count: number, gapPixels: number): { x: number; y: number }[] {
  const goldenAngle = Math.PI * (3 - Math.sqrt(5))
  return Array.from({ length: count }, (_, index) => {
    const reach = gapPixels * Math.sqrt(index + 0.75)
    return { x: Math.cos(index * goldenAngle) * reach, y: Math.sin(index * goldenAngle) * reach }
  })
}
