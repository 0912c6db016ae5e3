export type { BatchView, DocumentView, LoadResult, SetAsideRow, WorkspaceView } from '../domain/view.ts'
