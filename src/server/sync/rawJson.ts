// JSON that is text already: rows are stored as text and leave as text, without a parse on the way.
// Made by pull.ts; written into the answer by routes/syncRoutes.ts.

export class RawJson {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/**
 * As JSON.stringify writes plain values, with each RawJson as it is: what is undefined is left out
 * of an object, and null in a list.
 */
export function jsonText(value: unknown): string {
  if (value instanceof RawJson) return value.text
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (value === undefined) return 'null'
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members: string[] = []
  for (const [key, each] of Object.entries(value))
    if (each !== undefined) members.push(`${JSON.stringify(key)}:${jsonText(each)}`)
  return `{${members.join(',')}}`
}
