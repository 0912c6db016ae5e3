import { cycleRule } from './cycles.ts'
import { firstPageRule, packageRule } from './packages.ts'
import { portsRule, roomRule } from './rooms.ts'
import { commentRule, fileRule, focusRule, functionRule, typeRule } from './shape.ts'
import type { Rule } from './source.ts'
import { chanceRule, consoleRule, environmentRule, processRule, sqlRule, timeRule, truncationRule } from './words.ts'

/** Every agreement that a test can hold. To add one: a rule in a file of this folder, a line here, and what it flags in rules.test.ts. */
export const rules: readonly Rule[] = [
  roomRule,
  portsRule,
  cycleRule,
  packageRule,
  firstPageRule,
  timeRule,
  chanceRule,
  environmentRule,
  processRule,
  consoleRule,
  sqlRule,
  truncationRule,
  fileRule,
  functionRule,
  typeRule,
  focusRule,
  commentRule,
]
