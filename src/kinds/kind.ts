// What a kind of report must say about itself. The spine (device, server, screens) knows no kind
// by name.
import type { GenericSchema } from 'valibot'
import type { Instant } from '#domain/ids.ts'
import type { Fault } from '#domain/fault.ts'
import type { Ability } from '#domain/member.ts'
import type { Report } from '#domain/report.ts'
import type { Status } from '#domain/step.ts'
import type { Workflow } from '#domain/workflow.ts'

export interface Kind<
  Body extends Record<string, unknown> = Record<string, unknown>,
  Key extends string = string,
> {
  key: Key
  /**
   * Who may read it: `work` is for everyone of the grid, `care` holds notes on persons and is for
   * grid workers and supervisors.
   */
  dataClass: 'work' | 'care'
  /** What a member needs to capture one. */
  ability: Ability
  schema: GenericSchema<unknown, Body>
  workflow: Workflow
  /** Where a report of this kind stands when it has just been captured. */
  firstStatus(body: Body): Status
  /** Name of a lucide icon that parts/GwIcon.vue knows. */
  icon(body: Body): string
  /** Key of the message that names it, e.g. `hazardType.flying_wire_charging`. */
  titleKey(body: Body): string
  /** 1 is first: how much it presses, for sorting before a deadline is set. */
  urgency(body: Body): 1 | 2 | 3
  /** When it would be due if it were accepted then; absent where the kind has no time limits. */
  proposedDueAt?(body: Body, acceptedAt: Instant): Instant
  /**
   * What a report of this kind must not be without, beyond the shape of its body; null when nothing
   * is missing.
   */
  missing?(report: Pick<Report<Body>, 'body' | 'photos'>): Fault | null
}
