import { issueMaker } from '../issue.ts'
import { columnIssues } from './issues-column.ts'
import { crossIssues } from './issues-cross.ts'
import { fieldIssues } from './issues-field.ts'
import { ratesIssues } from './issues-rates.ts'
import { rowIssues } from './issues-rows.ts'
import { targetIssues } from './issues-target.ts'
import { yamlIssues } from './issues-yaml.ts'

/** Every mistake that definitions can have: the source of `docs/reference/issues.md`. */
export const definitionIssues = {
  ...yamlIssues,
  ...fieldIssues,
  ...columnIssues,
  ...crossIssues,
  ...targetIssues,
  ...rowIssues,
  ...ratesIssues,
}

/** Makes one issue of definitions: its code, the parameters of its words, and where it stands. */
export const definitionIssue = issueMaker(definitionIssues)
