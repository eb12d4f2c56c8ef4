// The status of a row beside it, and of which version it is, so that open ones are counted without
// reading them. Rows that are there get theirs at the next start (readModel/projectRows.ts).

export const m014ReadModel = {
  name: '014-read-model',
  statements: [
    `ALTER TABLE row_state ADD COLUMN status TEXT`,
    // Another version than the row's: an earlier release wrote the row since.
    `ALTER TABLE row_state ADD COLUMN status_v BIGINT`,
    `CREATE INDEX row_state_status ON row_state (t, status) WHERE status IS NOT NULL`,
  ],
} as const
