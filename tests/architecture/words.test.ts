// The words of the glossary (src/README.md): what they have replaced stands nowhere any more, in
// code, comments or tests. What is on the wire, in SQL and in the tables of phones keeps its
// released name, and so do the few files that translate.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Line {
  path: string
  text: string
}

/** This file holds every old word. */
const isSource = (path: string): boolean =>
  /\.(ts|vue|css|mjs)$/.test(path) && path !== 'tests/architecture/words.test.ts'

const linesOf = (path: string): Line[] =>
  readFileSync(join(root, path), 'utf8')
    .split('\n')
    .map((text) => ({ path, text }))

/** Recordings of releases hold what those releases said. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (path === 'tests/releases') return []
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

const lines = ['src', 'tests'].flatMap(filesBelow).filter(isSource).flatMap(linesOf)

interface OldWord {
  old: RegExp
  now: string
  /** Where the word has another meaning, or is a released name. */
  except?: RegExp
}

const migrations = /^src\/server\/storage\/migrations\//

const oldWords: readonly OldWord[] = [
  {
    old: /\b(Standing|standings|standingAfter|firstStanding|standingGroups?|standingGroupOf)\b/,
    now: 'status',
  },
  { old: /\b(Fate|fates|fateOf|fatesOf)\b/, now: 'outcome, retry policy' },
  {
    old: /\b(lay\(|layOver|layFor|layAside|laidInto|wholePages|offerAgain|offerEverythingAgain)\b/,
    now: 'apply, mark stale, merge, expand, resend',
  },
  {
    old: /\b(takeNewInstall|newInstall|numberAgain|settleParked)\b/,
    now: 'rotate, renumber, apply decisions',
  },
  {
    old: /\b(keepChange|keepPhoto|keepThumb|keepFault|useKeep|useKeepPhoto|KeptPhoto|KeptFrame)\b/,
    now: 'save, saved',
  },
  {
    old: /\b(noticeLoss|settleLosses|keepLosses|markTold)\b/,
    now: 'detect, resolve, store losses',
  },
  { old: /\bSecondStore\b|\bsecond store\b/, now: 'local fallback' },
  { old: /\b(chunkPace|ChunkPace|newPace|Pace)\b/, now: 'chunk sizer, send window' },
  { old: /\b(Diary|readDiary|keepDiary)\b/, now: 'sync log' },
  {
    old: /\b(onceMore|isLetGo|letGo\w*|putDown|askOnceMore|mustStayFilled|restWhileHidden|stopResting|isResting)\b/,
    now: 'retry once, closed for good, initialised, close while hidden',
  },
  { old: /\b(isHeldBack|nextHeldBack)\b/, now: 'body withheld' },
  { old: /\b(besideOf|besideKey|startBeside|giveUpDatabase)\b/, now: 'generation, replacement' },
  { old: /\b(currentShape|firstShape|hasShape)\b/, now: 'sync version, schema' },
  {
    old: /\b(InstallId|isInstall|lockStream|streamChain|StreamBehind|SuspectStream)\b/,
    now: 'client id, client log',
  },
  { old: /\bChangeFrame\b/, now: 'envelope' },
  { old: /\b(Witness\w*|testify|verdictOf|Verdict|witnessIn|witnesses)\b/, now: 'watermark' },
  {
    old: /\b(rememberFormer|forgetFormer|formerNamers)\b/,
    now: 'previous devices',
  },
  {
    old: /\busePerson\b|\bperson\.person\b|\b(bind|open|release)Person\b|\bperson\.told\b/,
    now: 'session',
  },
  { old: /\bclearAway\b|\bdepositOthers\b|\bOthersWaiting\b/, now: 'delete, upload' },
  { old: /\bpassOn(Rescued)?\b|\bPassingOn\b|\bpass(es|ed) on\b/, now: 'forward' },
  { old: /\btakeIn\b|\btakeIn[A-Z]\w*|\b[tT]akenIn\b/, now: 'import, accept, load' },
  { old: /\bshutOut\b|\bletIn\b|\bdo: 'admit'/, now: 'block, invite' },
  { old: /\bworr(y|ies)\b|\bworriesOf\b|Worry/, now: 'attention' },
  {
    old: /\bnote(Lost|Found|Seen|Report|Left|Wiped|Replaced|MovedOn|Over|Regularly|Network)\b/,
    now: 'record, close',
  },
  { old: /\bsaidBy\b|\bsaysTheSame\b|\bDeviceSays\b|\bsaysFrom\b/, now: 'telemetry' },
  { old: /\bwhoIsHere\b|\bsayWho[A-Z]\w*/, now: 'current member' },
  {
    old: /(?<![?&\w])[eE]ndpoint(?![=\w])|[a-z]Endpoint\b|Endpoint[A-Z]|endpoint[A-Z]/,
    now: 'server',
    except:
      /^(src\/server\/(objectStore\/bucket(Address|Store)|auth\/sessionLibrary)|tests\/(aBucket|cluster\/\w+|server\/settings\/options\.test))\.ts$/,
  },
  {
    old: /[sS]econdPlace|\bsecond place\b/,
    now: 'backup',
    except:
      /^src\/server\/(storage\/sql\/migrate|storage\/migrations\/.*|backup\/recogniseStore|routes\/healthRoutes)\.ts$/,
  },
  { old: /\b(bucket|folder|memory)Place\b|\bplacedPhotoStore\b/, now: 'object store' },
  { old: /\bputReference\b|\bputSurely\b/, now: 'upsert, put verified' },
  { old: /\b(aWire|RawWire|mischief|Mischief)\b/, now: 'protocol client, network fault' },
  { old: /\bmendPhoto\b|\bmended\b/, now: 'repair' },
  { old: /\bbring[A-Z]\w*|\bBrought[A-Z]\w*/, now: 'restore' },
  { old: /\b[iI]nWork\b|\bopenInWork\b/, now: 'in-flight log' },
  {
    old: /\b(ParkedCase|parkedCase|CaseId|caseId|CaseView|caseViews|useCases|EditedCase)\b/,
    now: 'conflict',
  },
  {
    old: /\b(openCase|putCase|batchCases|sqlCases|CaseReads|CaseWrites|gridCases|ownCases|Lent)\b/,
    now: 'conflict, context',
  },
  {
    old: /\b(DeskCase|deskCase(Of)?|useDeskCases|CasePanel|CaseFacts|CasePlace)\b/,
    now: 'report item',
  },
  {
    old: /\b(takeUp(Parked|History|Text)?|useTakeUp|keepAside|keepMember)\b/,
    now: 'migrate, resubmit, set aside, save',
  },
  {
    old: /\b(useCapture|useEdited|useAmended|useAsked|useFormEnd)\b/,
    now: 'step actions, amendment, prefill, form exit',
  },
  { old: /\b(lackingOf|lackingIn|Lacking|lacking)\b|data-lacking/, now: 'missing fields' },
  { old: /\b(\w*Wish(es)?|wishes)\b/, now: 'options, request, input' },
  { old: /\b(useFaultWords|toldUndoable)\b/, now: 'fault message, notify' },
  {
    old: /\b(lampOf|GwLamp\w*|PinLamp|worstLampOf|lampWord|lampElement)\b|gw-lamp|map-pin-lamp/,
    now: 'deadline, level',
  },
  { old: /\b(hush|isHushed|goOn|widen|isNarrowed|allMarked|toggleMark)\b/, now: 'plain verbs' },
]

it.each(oldWords)('$old is called: $now', ({ old, except }) => {
  const found = lines
    .filter(({ path, text }) => old.test(text) && !except?.test(path) && !migrations.test(path))
    .map(({ path, text }) => `${path}: ${text.trim()}`)
  expect(found).toEqual([])
})
