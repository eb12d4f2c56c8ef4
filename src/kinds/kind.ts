// What a kind of report says about itself: everything. The spine (client, server, screens) asks
// these questions and knows no kind by name.
import type { GenericSchema } from 'valibot'
import type { Instant } from '#domain/ids.ts'
import type { Ability } from '#domain/member.ts'
import type { Status, Step, StepType } from '#domain/step.ts'
import type { VisitEffect } from '#domain/visitDue.ts'
import type { Workflow } from '#domain/workflow.ts'
import type { CaptureOptions } from './capture.ts'
import type { Content, Missing } from './missing.ts'

/** The lists of the desk; each is a screen of its own. */
export type DeskListKey = 'reports' | 'visits'

/** A column that only reports of this kind have something to say in. */
export interface KindColumn<Body = Record<string, unknown>> {
  key: string
  /** Key of the message above it. */
  headKey: string
  widthRem: number
  /** Key of a message, or words as they were typed. */
  cell(body: Body): { key: string } | { text: string }
}

export interface Kind<
  Body extends Record<string, unknown> = Record<string, unknown>,
  Key extends string = string,
> {
  key: Key
  /**
   * Prefix of its messages. Every kind has `name`, `page`, `title`, `amendTitle`, `amendOwnTitle`,
   * `noteHint`, `restoredOther` and `here`; of a field of its body `field.<name>`, in a sentence,
   * and `short.<name>` where it stands by itself, on a button or over a column.
   */
  words: string
  /** Field of the body → area of the messages that its values are keys of. */
  valueWords?: Readonly<Record<string, string>>
  /**
   * Who may read it: `work` is for everyone of the grid, `care` holds notes on persons and is for
   * grid workers and supervisors.
   */
  dataClass: 'work' | 'care'
  /** What a member needs to capture one. */
  ability: Ability
  schema: GenericSchema<unknown, Body>
  workflow: Workflow
  /**
   * The step it waits for where that differs from what its status says; null where it waits for
   * nobody, undefined where the status is right.
   */
  awaits?(report: {
    standing: Status
    body: Body
    steps: readonly Step[]
  }): StepType | null | undefined
  /** How its form behaves. */
  capture: CaptureOptions<Body>
  /** What stands in a list of the desk: which list, and its own columns there. */
  desk: { list: DeskListKey; columns?: readonly KindColumn<Body>[] }
  /** Fields of the body that a comment can point at, in the order of the form. */
  markable: readonly string[]
  /** Where a report of this kind stands when it has just been captured. */
  firstStatus(body: Body): Status
  /** Name of a lucide icon that parts/GwIcon.vue knows. */
  icon(body: Body): string
  /** Key of the message that names it, e.g. `hazard.types.flying_wire_charging`. */
  titleKey(body: Body): string
  /** Key of the message that says what came of it, if this app knows; told beside its title. */
  outcomeKey?(body: Body): string | undefined
  /** 1 is first: how much it presses, for sorting before a deadline is set. */
  urgency(body: Body): 1 | 2 | 3
  /** Shown beside its title; absent where the kind knows no such thing. */
  severity?(body: Body): 'critical' | 'major' | 'minor' | null
  /** When it would be due if it were accepted then; absent where the kind has no time limits. */
  proposedDueAt?(body: Body, acceptedAt: Instant): Instant
  /** What it is still without, in the order of its form. */
  missing?(content: Content): readonly Missing[]
  /**
   * Two open reports close to each other are taken for the same one where this is equal; undefined
   * is like no other.
   */
  duplicateKey?(body: Partial<Body>): string | undefined
  /** What it did to the rhythm in which a door is visited, and the key that says how it ended. */
  visited?(body: Body): { effect: VisitEffect; wordKey: string }
}
