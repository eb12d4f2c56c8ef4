// One report being captured, amended or put right: the draft behind the form, what it is still
// without, and the ways it ends. What differs from kind to kind the kind has declared
// (kinds/capture.ts).
import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import type { ReportId } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import type { Status } from '#domain/step.ts'
import type { FormContext } from '#kinds/kindForms.ts'
import type { Kind } from '#kinds/kind.ts'
import { type ConflictEdit, useDraft } from '#state/useDraft.ts'
import { usePatrol } from '#state/usePatrol.ts'
import { useReference } from '#state/useReference.ts'
import { formRoute } from '#ui/routes/formRoute.ts'
import { useBodyWords } from './useBodyWords.ts'
import { useCompanions } from './useCompanions.ts'
import { useDraftPhotos } from './useDraftPhotos.ts'
import { useFieldFocus } from './useFieldFocus.ts'
import { useFormExit } from './useFormExit.ts'
import { useFormPhotos } from './useFormPhotos.ts'
import { usePrefill } from './usePrefill.ts'
import { useSharedIntake } from './useSharedIntake.ts'
import { useTypeUsage } from './useTypeUsage.ts'
import { useWhereTaken } from './useWhereTaken.ts'
import { recordRoute } from '#ui/routes/recordRoute.ts'

export interface ReportFormOptions {
  kind: Kind
  amend?: Report
  edit?: ConflictEdit
  /** Where the report that is amended stands, as it is shown. */
  standing(): Status | undefined
  /** Thrown away to begin anew: another form takes the place of this one. */
  restarted(): void
}

export function useReportForm({ kind, amend, edit, standing, restarted }: ReportFormOptions) {
  const { t } = useI18n()
  const router = useRouter()
  const patrol = usePatrol()
  const reference = useReference()
  const { capture } = kind
  const isNew = !amend && !edit
  const { shared: id } = useRoute().query
  const shareId = isNew && typeof id === 'string' ? id : undefined

  const form = useDraft(kind.key, { amend, edit, standing })
  const { draft, record, startedAt } = form
  const where = useWhereTaken(form, {
    evidence: capture.evidence,
    isNew,
    isHere: !shareId,
    types: capture.placeTypes,
  })
  const photos = useDraftPhotos(form, where.atShutter)
  const shown = useFormPhotos(kind, form)
  const exit = useFormExit(form)
  const prefill = usePrefill(form, { kind, isAmending: !isNew })
  const shared = useSharedIntake(form, {
    id: shareId,
    isContradicted: () => prefill.isContradicted.value,
    roles: capture.photoRoles,
    add: photos.addShared,
    failed: photos.refuseShared,
  })
  const usage = useTypeUsage(kind, () => draft)
  const companions = useCompanions(kind.ability)
  const focus = useFieldFocus()

  const showsMissing = ref(false)
  const missing = computed(() => (showsMissing.value ? (kind.missing?.(draft) ?? []) : []))
  /** Reports of another kind that were captured on this one. */
  const foundIds = ref<string[]>([])
  watch(foundIds, (ids) => (exit.isHeld.value = ids.length > 0))

  const context = computed((): FormContext => ({
    usage: usage.value,
    placeType: draft.placeId ? reference.placeById(draft.placeId)?.type : undefined,
    startedAt: startedAt.value,
    isBusy: exit.isBusy.value,
    isAmending: amend !== undefined,
    companions: capture.hasCompanions ? companions.value : [],
  }))

  async function save(): Promise<void> {
    await shared.settled()
    if (!(await exit.isAllIn())) return
    showsMissing.value = true
    const [first] = missing.value
    if (first) return focus(first.field)
    shown.settle()
    const { finds } = capture
    if (finds && foundIds.value.length)
      draft.body = { ...draft.body, [finds.field]: foundIds.value }
    const { placeId, patrolId } = draft
    if (!(await exit.save(isNew ? savedWords() : undefined))) {
      if (exit.isTaken.value) focus('elsewhere')
      return
    }
    const isOnRound =
      capture.isFinding &&
      isNew &&
      patrolId &&
      patrolId === patrol.current?.id &&
      patrol.points.some((point) => point.id === placeId)
    if (isOnRound && placeId) await patrol.check(placeId, 'finding')
    exit.leave()
  }

  function savedWords(): string | undefined {
    const key = capture.savedKey?.(draft.body)
    if (!key) return undefined
    const place = (draft.placeId && reference.placeById(draft.placeId)?.name) || ''
    return t('capture.savedAs', { what: [place, t(key)].filter(Boolean).join(' · ') })
  }

  async function discard(): Promise<void> {
    if (await exit.discard()) exit.leave()
  }
  async function restart(): Promise<void> {
    if (await exit.discard()) restarted()
  }
  async function joined(id: ReportId): Promise<void> {
    await exit.discard()
    void router.replace(recordRoute(id))
  }
  /** What is found names this one, so the draft of this one is kept before the other form opens. */
  async function captureFound(): Promise<void> {
    if (!capture.finds) return
    exit.isHeld.value = true
    exit.suppressToast()
    await form.hold()
    void router.push(formRoute(capture.finds.kind, { foundOn: record.value, at: draft.placeId }))
  }

  return {
    isNew,
    isOfShare: shareId !== undefined,
    form,
    where,
    photos,
    shown,
    exit,
    prefill,
    context,
    focus,
    showsMissing,
    missing,
    foundIds,
    placeWords: useBodyWords(form, capture.placeWords),
    noPhotoReason: useBodyWords(form, capture.noPhotoReason),
    save,
    discard,
    restart,
    joined,
    captureFound,
  }
}

export type ReportFormState = ReturnType<typeof useReportForm>
