import type { Command } from '../command.ts'
import { accept } from './accept.ts'
import { alerts } from './alerts.ts'
import { apply } from './apply.ts'
import { ask } from './ask.ts'
import { backup } from './backup.ts'
import { batches } from './batches.ts'
import { check } from './check.ts'
import { close } from './close.ts'
import { doctor } from './doctor.ts'
import { drivers } from './drivers.ts'
import { effect } from './effect.ts'
import { enter } from './enter.ts'
import { explain } from './explain.ts'
import { exportCommand } from './export.ts'
import { forecast } from './forecast.ts'
import { importCommand } from './import.ts'
import { init } from './init.ts'
import { leading } from './leading.ts'
import { load } from './load.ts'
import { override } from './override.ts'
import { pace } from './pace.ts'
import { plan } from './plan.ts'
import { refresh } from './refresh.ts'
import { reopen } from './reopen.ts'
import { restate } from './restate.ts'
import { restatements } from './restatements.ts'
import { restore } from './restore.ts'
import { scorecard } from './scorecard.ts'
import { serve } from './serve.ts'
import { signals } from './signals.ts'
import { undo } from './undo.ts'

/** Every command, in the order of the help. To add one: a file of its own and a line here. */
export const commands: ReadonlyMap<string, Command> = new Map(
  [
    init, // definitions
    check,
    plan,
    apply,
    load, // rows in
    enter,
    refresh,
    batches,
    undo,
    ask, // numbers out
    explain,
    drivers,
    pace,
    signals,
    alerts,
    forecast,
    effect,
    leading,
    scorecard,
    close, // publishing
    reopen,
    restate,
    restatements,
    accept,
    override,
    serve, // pages and API
    backup, // keeping
    restore,
    exportCommand,
    importCommand,
    doctor,
  ].map((command) => [command.name, command]),
)
