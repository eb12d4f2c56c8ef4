// The rows of one batch of changes, as the batch has left them so far. Made by openBatch.ts, handed
// to whatever decides or writes within the batch. Holds its scopes until commit (L2).
import { type Grid, type GridTree, treeOf } from '#domain/grid.ts'
import type { MemberId, ScopeId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { Row, RowType } from '#domain/row.ts'
import { type WhichGrid, whichGrid } from '#domain/whichGrid.ts'
import { isShownIn, scopesFor, scopesOfRow } from '#records/readRights.ts'
import type { WriteTx } from '../storage/port/storage.ts'

export interface ScopesToLock {
  scopes: ReadonlySet<ScopeId>
  /** Of conflicts, which are locked after all others. */
  conflicts: ReadonlySet<ScopeId>
}

export class BatchRows {
  readonly tree: GridTree
  /** Scopes with news, for the hints. */
  readonly touched = new Set<ScopeId>()
  /**
   * Rows that this batch created and nothing has altered on the way in: their names and the numbers
   * of their changes (L8).
   */
  readonly created = new Map<string, number>()
  readonly #tx: WriteTx
  readonly #grids: readonly Grid[]
  #whichGrid: WhichGrid | undefined
  readonly #rows = new Map<string, Row | null>()
  readonly #references = new Map<string, Row | undefined>()
  readonly #scopesOfMember = new Map<MemberId, ReadonlySet<ScopeId>>()

  constructor(tx: WriteTx, grids: readonly Grid[]) {
    this.#tx = tx
    this.#grids = grids
    this.tree = treeOf(grids)
  }

  /** Where points lie; made when it is first asked for. */
  get whichGrid(): WhichGrid {
    return (this.#whichGrid ??= whichGrid(this.#grids))
  }

  /** As this batch has left it. */
  async row<T extends RowType>(t: T, id: string): Promise<Row<T> | null> {
    const key = `${t}:${id}`
    let row = this.#rows.get(key)
    if (row === undefined) this.#rows.set(key, (row = (await this.#tx.row<RowType>(t, id)) ?? null))
    return row as Row<T> | null
  }

  async put(row: Row): Promise<void> {
    const scopes = scopesOfRow(row)
    await this.#tx.lockScopes(scopes)
    await this.#tx.putRow(row, scopes)
    this.#rows.set(`${row.t}:${row.id}`, row)
    for (const scope of scopes) this.touched.add(scope)
  }

  /**
   * Every scope the batch can touch, locked before anything is read for a decision, sorted, so that
   * two batches cannot wait for each other.
   * @param find asked again until it names nothing new: on another node a row may move to another
   *   scope between the look and the lock.
   */
  async lock(find: () => Promise<ScopesToLock>): Promise<void> {
    const locked = new Set<ScopeId>()
    for (;;) {
      const { scopes, conflicts } = await find()
      this.#rows.clear()
      const fresh = [scopes, conflicts].map((each) =>
        [...each].filter((scope) => !locked.has(scope)),
      )
      if (fresh.flat().length === 0) return
      for (const each of fresh) await this.#tx.lockScopes(each)
      for (const scope of fresh.flat()) locked.add(scope)
    }
  }

  /** One question for each type instead of one for each change. */
  async readAhead(wanted: ReadonlyMap<RowType, ReadonlySet<string>>): Promise<void> {
    for (const [t, ids] of wanted) {
      for (const id of ids) this.#rows.set(`${t}:${id}`, null)
      for (const row of await this.#tx.rowsOf(t, [...ids])) this.#rows.set(`${t}:${row.id}`, row)
    }
  }

  /** Reads a grid, place or member that a change names, to be asked for by `reference`. */
  async readReference(t: RowType, id: unknown): Promise<void> {
    const key = `${t}:${String(id)}`
    if (typeof id === 'string' && !this.#references.has(key))
      this.#references.set(key, await this.#tx.row(t, id))
  }

  reference<T extends RowType>(t: T, id: string): Row<T> | undefined {
    return this.#references.get(`${t}:${id}`) as Row<T> | undefined
  }

  /** Whether the member is shown the row, as it stands. */
  isShown(row: Row, member: Member): boolean {
    let scopes = this.#scopesOfMember.get(member.id)
    if (!scopes)
      this.#scopesOfMember.set(member.id, (scopes = new Set(scopesFor(member, this.#grids))))
    return isShownIn(scopes, row)
  }
}
