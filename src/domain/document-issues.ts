import { issueEntry, issueMaker } from './issue.ts'
import { didYouMean } from './nearest.ts'

/** What can be wrong when a definition is opened or saved as text. */
export const documentIssues = {
  'document/unknown': issueEntry<{ kind: string; id: string; near: readonly string[] }>({
    title: 'No such definition',
    says: (p) => `There is no ${p.kind} with the id "${p.id}".`,
    hint: (p) => didYouMean(p.near, 'It may have been renamed or removed.'),
    example: { kind: 'kpi', id: 'revenu', near: ['revenue'] },
  }),
  'document/changed': issueEntry<{ file: string }>({
    title: 'A definition changed meanwhile',
    says: (p) => `This definition was changed in ${p.file} while you were editing it.`,
    hint: () => 'Nothing was written. Look at the text that stands there now and make your change in it.',
    example: { file: 'kpis.yaml' },
  }),
  'document/other': issueEntry<{ kind: string; id: string }>({
    title: 'The text defines something else',
    says: (p) => `The text must stay the one document with kind: ${p.kind} and id: ${p.id}.`,
    hint: () => 'To rename or add definitions, edit the files of the workspace.',
    example: { kind: 'kpi', id: 'revenue' },
  }),
  'document/base': issueEntry<{ base: string; now: string }>({
    title: 'Definitions changed meanwhile',
    says: (p) => `The proposal was made on the definitions ${p.base}; in force are ${p.now}.`,
    hint: () => 'Nothing was written. Plan the proposal again, on what is in force now.',
    example: { base: '52d0b1c4f5a1e0aa', now: '9f3c11ab9920de01' },
  }),
  'document/nothing-proposed': issueEntry<object>({
    title: 'Nothing is proposed',
    says: () => 'No definition is proposed in the folder .proposed of the workspace.',
    hint: () => 'Put changed files there, at the paths they have in the workspace, and plan them.',
    example: {},
  }),
  'document/outside': issueEntry<{ file: string }>({
    title: 'A definition outside the workspace',
    says: (p) => `"${p.file}" is no YAML file inside the workspace.`,
    hint: () => 'Definitions are *.yaml files below the folder, not in hidden ones.',
    example: { file: '../other/kpis.yaml' },
  }),
}

export const documentIssue = issueMaker(documentIssues)
