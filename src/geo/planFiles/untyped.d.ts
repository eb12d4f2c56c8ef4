// What is used of libraries that come without types.

declare module 'saxen' {
  type Name = (value: string) => string

  /** Tags by their names as written, prefix and all; text as written too. */
  export class Parser {
    on(
      event: 'openTag',
      listener: (name: string, attributes: () => Record<string, string>, decode: Name) => void,
    ): this
    on(event: 'closeTag', listener: (name: string) => void): this
    on(event: 'text' | 'cdata' | 'attention' | 'question', listener: (text: string) => void): this
    on(event: 'error' | 'warn', listener: (error: Error) => void): this
    /** The first error, which ends it. */
    parse(xml: string): Error | null
  }
}

declare module 'shapefile' {
  /** GeoJSON; dates are at midnight in the time zone of whoever reads. */
  export interface Feature {
    properties: Record<string, string | number | boolean | Date | null>
    geometry: object | null
  }

  /** Rejects where a record lies beyond the end of the file. */
  export interface Source {
    read(): Promise<{ done: false; value: Feature } | { done: true; value: undefined }>
  }

  export function open(
    shp: Uint8Array,
    dbf?: Uint8Array,
    options?: { encoding?: string },
  ): Promise<Source>
}
