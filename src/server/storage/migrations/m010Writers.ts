// Who wrote what stands in a field: when it is overwritten, history says whose value it was.

export const m010Writers = {
  name: '010-writers',
  statements: [
    `CREATE TABLE writer (t TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL,
       v BIGINT NOT NULL, member_id TEXT NOT NULL, at BIGINT NOT NULL,
       PRIMARY KEY (t, id, field))`,
  ],
} as const
