import { documentView, saveDocument } from '../../app/definitions/save.ts'
import type { Handlers } from './context.ts'

/** Definitions as text. */
export const documentHandlers: Handlers<'document' | 'saveDocument'> = {
  document: ({ workspace }, { kind, id }) => documentView(workspace, kind, id),
  saveDocument: ({ workspace, actor }, { reason, ...wanted }) => saveDocument(workspace, wanted, actor, reason ?? null),
}
