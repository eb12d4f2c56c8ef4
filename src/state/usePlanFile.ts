// A file that holds a plan, from its choice to what an import of it would do. It stays in a worker;
// here is what a person has chosen of it.
import { computed, onScopeDispose, ref, shallowRef, toRaw, watch } from 'vue'
import { openPlanReader, type PlanReader } from '#client/plan/planReader.ts'
import type { PlanChoices, PlanHead, SystemDoubt } from '#client/plan/planRequest.ts'
import type { PlanEncoding, FileProblem } from '#geo/planFiles/planFile.ts'
import type { Plan } from '#domain/plan/plan.ts'
import { isPlanError } from '#domain/plan/planProblem.ts'
import type { PlanPreview } from '#domain/plan/planPreview.ts'

export type { PlanChoices, PlanHead, SystemDoubt } from '#client/plan/planRequest.ts'

/** A person types and ticks faster than fifty thousand rows are checked. */
const restMs = 200

export function usePlanFile(plan: () => Plan, firstChoices: (head: PlanHead) => PlanChoices) {
  let reader: PlanReader | null = null
  const source = shallowRef<File | null>(null)
  const head = shallowRef<PlanHead | null>(null)
  const problem = shallowRef<FileProblem | { code: 'noWorker'; detail?: undefined } | null>(null)
  const isReading = ref(false)
  const choices = ref<PlanChoices | null>(null)
  const preview = shallowRef<PlanPreview | null>(null)
  const doubt = shallowRef<SystemDoubt | null>(null)
  const isPreviewing = ref(false)
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function read(file: File, encoding?: PlanEncoding): Promise<void> {
    clear()
    source.value = file
    isReading.value = true
    const mine = ++asked
    try {
      reader = openPlanReader()
      const told = await reader.ask({ ask: 'read', file, ...(encoding ? { encoding } : {}) })
      if (mine !== asked) return
      if (!told.ok) problem.value = told.problem
      else {
        choices.value = firstChoices(told.head)
        head.value = told.head
      }
    } catch {
      if (mine === asked) problem.value = { code: 'noWorker' }
    } finally {
      if (mine === asked) isReading.value = false
    }
  }

  async function look(): Promise<void> {
    if (!choices.value || !reader) return
    const mine = ++asked
    isPreviewing.value = true
    try {
      const told = await reader.ask({
        ask: 'preview',
        choices: plainOf(choices.value),
        plan: plan(),
        now: Date.now(),
      })
      if (mine !== asked) return
      preview.value = told.preview
      doubt.value = told.doubt
    } catch {
      if (mine === asked) problem.value = { code: 'noWorker' }
    } finally {
      if (mine === asked) isPreviewing.value = false
    }
  }

  function lookSoon(): void {
    if (!choices.value) return
    isPreviewing.value = true
    clearTimeout(timer)
    timer = setTimeout(() => void look(), restMs)
  }
  watch([choices, plan], lookSoon, { deep: 1 })

  function clear(): void {
    asked++
    clearTimeout(timer)
    reader?.close()
    reader = null
    source.value = null
    head.value = null
    problem.value = null
    choices.value = null
    preview.value = null
    doubt.value = null
    isReading.value = false
    isPreviewing.value = false
  }
  onScopeDispose(clear)

  return {
    source,
    head,
    problem,
    isReading,
    choices,
    preview,
    doubt,
    isPreviewing,
    read,
    clear,
    lookAgain: lookSoon,
    /** Rows that nothing can be imported with. */
    wrongLines: computed(() => [
      ...new Set(
        (preview.value?.problems ?? []).filter(isPlanError).flatMap(({ line }) => line ?? []),
      ),
    ]),
    hasErrors: computed(() => (preview.value?.problems ?? []).some(isPlanError)),
  }
}

/** A worker is sent no proxies. */
const plainOf = (choices: PlanChoices): PlanChoices =>
  JSON.parse(JSON.stringify(toRaw(choices))) as PlanChoices
