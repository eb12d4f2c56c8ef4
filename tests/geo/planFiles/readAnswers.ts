// What the door answers, for tests that know which answer it should be.
import {
  readPlanFile,
  type PlanChoices,
  type PlanFile,
  type FileProblem,
} from '#geo/planFiles/planFile.ts'

type Input = string | Uint8Array | Blob

const bytesOf = (file: Input): Uint8Array | Blob =>
  typeof file === 'string' ? new TextEncoder().encode(file) : file

export async function read(file: Input, choices?: PlanChoices): Promise<PlanFile> {
  const answer = await readPlanFile(bytesOf(file), choices)
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem))
  return answer.file
}

export async function problemIn(file: Input): Promise<FileProblem> {
  const answer = await readPlanFile(bytesOf(file))
  if (answer.ok) throw new Error('was read')
  return answer.problem
}
