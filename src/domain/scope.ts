// How scopes are called: a set of rows that everyone inside sees whole. The names travel and are
// stored, so they are written nowhere else.
import type { GridId, MemberId, ScopeId } from './ids.ts'

/** Reference rows that every member sees: grids, places, members' names. */
export const referenceScope = 'org' as ScopeId
/** Base maps: every member is told of them; apart from `org`, for apps that know none (C7). */
export const mapsScope = 'maps' as ScopeId
/** What was done to the plan: those who draw it are told. */
export const plansScope = 'plans' as ScopeId
export const ownScope = (member: MemberId): ScopeId => `me:${member}` as ScopeId
export const gridScope = (dataClass: 'work' | 'care', grid: GridId): ScopeId =>
  `${dataClass}:${grid}` as ScopeId
/** Apart from `care`, which apps are sent that do not know such rows (C7). */
export const gridRhythms = (grid: GridId): ScopeId => `rhythms:care:${grid}` as ScopeId
/**
 * Rows about people's lives: visits and how often, work on them that is parked, and what stood in
 * them before.
 */
export const isCareScope = (scope: ScopeId): boolean => /^((?!me:)\w+:(me:)?)?care:/.test(scope)
export const ownConflicts = (member: MemberId): ScopeId => `cases:me:${member}` as ScopeId
export const gridConflicts = (dataClass: 'work' | 'care', grid: GridId): ScopeId =>
  `cases:${dataClass}:${grid}` as ScopeId

export const ownHistory = (dataClass: 'work' | 'care', member: MemberId): ScopeId =>
  `history:me:${dataClass}:${member}` as ScopeId
export const gridHistory = (dataClass: 'work' | 'care', grid: GridId): ScopeId =>
  `history:${dataClass}:${grid}` as ScopeId
