// A signature beside each row; rows that are there get theirs at the next start (auditCopy.ts).

export const m012Seals = {
  name: '012-seals',
  statements: [`ALTER TABLE row_state ADD COLUMN seal TEXT NOT NULL DEFAULT ''`],
} as const
