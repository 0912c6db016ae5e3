import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import type { Clock, Store } from '../ports.ts'
import { isoInstant } from '../time/zone.ts'
import { alertStore } from './alerts.ts'
import { batchStore } from './batches.ts'
import { changeStore } from './changes.ts'
import { documentStore } from './documents.ts'
import { sqlite } from './drivers/sqlite.ts'
import { jobStore } from './jobs.ts'
import { migrate } from './migrations.ts'
import { overrideStore } from './overrides.ts'
import { recordStore } from './records.ts'
import { rulingStore } from './rulings.ts'
import type { Tables } from './schema.ts'
import { sealStore } from './seals.ts'

/**
 * Opens the durable state in `file` (made with its folder when missing, migrated when older; an existing file is
 * first copied beside itself). Whatever a promise of the store resolved survives a power cut.
 * Throws when the file is no database, or was written by a newer program.
 */
export async function openStore(options: { readonly file: string; readonly clock: Clock }): Promise<Store> {
  await mkdir(dirname(options.file), { recursive: true })
  const now = (): string => isoInstant(options.clock.now())
  const driver = sqlite(options.file)
  const db = new Kysely<Tables>({ dialect: driver.dialect })
  try {
    await migrate(db, driver, { now, backupFile: (last) => `${options.file}.after-${last}.backup` })
  } catch (error) {
    await db.destroy()
    throw error
  }
  return {
    batches: batchStore(db, now),
    documents: documentStore(db),
    changes: changeStore(db),
    seals: sealStore(db, now),
    rulings: rulingStore(db, now),
    overrides: overrideStore(db),
    alerts: alertStore(db),
    records: recordStore(db),
    jobs: jobStore(db),
    backup: (file) => driver.backup(file),
    close: () => db.destroy(),
  }
}
