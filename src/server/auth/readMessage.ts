// A JSON body as a message of its schema, or the fault to answer with.
import type { GenericSchema, InferOutput } from 'valibot'
import type { Result } from '#domain/result.ts'
import { parseJson } from '#protocol/parse.ts'
import { readBody } from '../http/readBody.ts'

export async function readMessage<S extends GenericSchema>(
  request: Request,
  schema: S,
  limit?: number,
): Promise<Result<InferOutput<S>>> {
  const text = await readBody(request, limit)
  return text.ok ? parseJson(schema, text.value) : text
}
