// Doors of my grids that are due within a fortnight or over, nearest first when the phone knows
// where it is.
import { computed, type ComputedRef } from 'vue'
import { distanceMetres } from '#geo/distanceMetres.ts'
import type { Position } from '#domain/position.ts'
import { type VisitDue, visitsDue } from '#domain/visitDue.ts'
import { useNow } from './useNow.ts'
import { useReference } from './useReference.ts'
import { useReports } from './useReports.ts'

export interface DueVisit extends VisitDue {
  distanceMetres: number | null
}

const horizonMs = 14 * 86_400_000

export function useVisitsDue(position: () => Position | null = () => null): {
  due: ComputedRef<DueVisit[]>
} {
  const reference = useReference()
  const reports = useReports()
  const now = useNow()
  const due = computed(() => {
    const mine = new Set<string>(reference.myGrids.map((grid) => grid.id))
    const rhythms = reference.rhythms.filter((rhythm) => mine.has(rhythm.gridId))
    const visits = reports.all
      .filter((view) => view.report.kind === 'visit')
      .map((view) => view.report)
    const here = position()
    return visitsDue(reference.places, rhythms, visits, now.value)
      .filter((visit) => visit.dueAt - now.value <= horizonMs)
      .map((visit) => ({
        ...visit,
        distanceMetres: here ? distanceMetres(here, visit.place) : null,
      }))
      .sort((a, b) => (a.distanceMetres ?? 0) - (b.distanceMetres ?? 0) || a.dueAt - b.dueAt)
  })
  return { due }
}
