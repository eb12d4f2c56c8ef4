// The filter of the desk in the address, so that it can be kept, shared and gone back to.
import { type DeskFilter, deskTabs, periods, wholeList } from './reportFilter.ts'

type Query = Record<string, unknown>

const lists = { grids: 'grid', types: 'type', statuses: 'standing', handlers: 'handler' } as const

const one = (value: unknown): string =>
  Array.isArray(value) ? one(value[0]) : typeof value === 'string' ? value : ''
const many = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (each): each is string => typeof each === 'string' && each !== '',
  )
const oneOf = <Choice extends string>(
  choices: readonly Choice[],
  value: string,
): Choice | undefined => choices.find((choice) => choice === value)

export function filterFromQuery(query: Query): DeskFilter {
  return {
    tab: oneOf(deskTabs, one(query.tab)) ?? wholeList.tab,
    search: one(query.q),
    grids: many(query[lists.grids]),
    types: many(query[lists.types]),
    statuses: many(query[lists.statuses]),
    handlers: many(query[lists.handlers]),
    period: oneOf(periods, one(query.time)) ?? '',
    same: oneOf(['perhaps'], one(query.same)) ?? '',
  }
}

/** Only what differs from the plain list, so that the plain list has a plain address. */
export function filterToQuery(filter: DeskFilter): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  if (filter.tab !== wholeList.tab) query.tab = filter.tab
  if (filter.search) query.q = filter.search
  for (const field of ['grids', 'types', 'statuses', 'handlers'] as const)
    if (filter[field].length) query[lists[field]] = filter[field]
  if (filter.period) query.time = filter.period
  if (filter.same) query.same = filter.same
  return query
}
