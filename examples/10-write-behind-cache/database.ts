/** What the example needs of a PostgreSQL database. */
export interface Database {
  query(sql: string, parameters?: readonly string[]): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** The PostgreSQL server that `DATABASE_URL` names, else PGlite: PostgreSQL in this process. */
export async function openDatabase(): Promise<Database> {
  const url = process.env.DATABASE_URL;
  return url ? openServer(url) : openInProcess();
}

async function openServer(connectionString: string): Promise<Database> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString });
  return {
    query: async (sql, parameters = []) =>
      (await pool.query<Record<string, unknown>>(sql, [...parameters])).rows,
    close: () => pool.end(),
  };
}

async function openInProcess(): Promise<Database> {
  const { PGlite } = await import('@electric-sql/pglite');
  const lite = await PGlite.create();
  return {
    query: async (sql, parameters = []) =>
      (await lite.query<Record<string, unknown>>(sql, [...parameters])).rows,
    close: () => lite.close(),
  };
}
