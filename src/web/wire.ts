export type { BatchView, DocumentView, WorkspaceView } from '../domain/view.ts'
