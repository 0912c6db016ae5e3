import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import type { Issue } from '../../domain/issue.ts'
import type { DocumentView } from '../../domain/view.ts'
import { ApiFailure, documentQuery, saveDocument } from '../api.ts'
import { Failure, Issues, Waiting } from '../ui/notices.tsx'

/** The document as text. Saving checks it first: mistakes are shown at their lines and nothing changes. */
export default function Editor(props: { id: string; onClose: () => void }): ReactNode {
  const query = useQuery({ ...documentQuery(props.id), staleTime: 0, refetchOnWindowFocus: false })
  if (query.error) return <Failure error={query.error} what="This document" retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={6} />
  return <Form id={props.id} opened={query.data} onClose={props.onClose} />
}

function Form(props: { id: string; opened: DocumentView; onClose: () => void }): ReactNode {
  const client = useQueryClient()
  // The text and hash as opened: a newer version elsewhere must show as a conflict, not slip in.
  const [opened] = useState(props.opened)
  const [text, setText] = useState(opened.text)
  const [reason, setReason] = useState('')
  const area = useRef<HTMLTextAreaElement>(null)
  const save = useMutation({
    mutationFn: () =>
      saveDocument(props.id, { text, baseHash: opened.hash, reason: reason.trim() === '' ? null : reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries()
      props.onClose()
    },
  })
  const issues = save.error instanceof ApiFailure ? save.error.issues : []
  const goTo = (line: number) => {
    const before =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0)
    const length = (text.split('\n')[line - 1] ?? '').length
    area.current?.focus()
    area.current?.setSelectionRange(before, before + length)
  }
  return (
    <form
      className="editor"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <div className="editor-text">
        <Lines count={text.split('\n').length} issues={issues} />
        <textarea
          ref={area}
          value={text}
          onChange={(event) => setText(event.target.value)}
          spellCheck={false}
          autoCapitalize="off"
          rows={Math.max(10, text.split('\n').length + 1)}
          wrap="off"
          aria-label={`Definition of ${props.id}`}
          aria-invalid={issues.length > 0}
        />
      </div>
      <div role="alert">{save.error && <Refused failure={save.error} issues={issues} goTo={goTo} />}</div>
      <div className="editor-foot">
        <label className="editor-reason">
          Why
          <input
            className="field"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            autoComplete="off"
          />
        </label>
        <button type="button" className="button" onClick={props.onClose}>
          Close
        </button>
        <button type="submit" className="button primary" disabled={save.isPending || text === opened.text}>
          {save.isPending ? 'Checking…' : 'Check and save'}
        </button>
      </div>
    </form>
  )
}

/** Why the text was not saved: somebody was faster, it has mistakes, or the server could not. */
function Refused(props: { failure: Error; issues: readonly Issue[]; goTo: (line: number) => void }): ReactNode {
  const { failure, issues } = props
  if (failure instanceof ApiFailure && failure.status === 409)
    return (
      <p className="form-failure">
        Somebody saved this document after you opened it. Copy your text, close the editor and open it again.
      </p>
    )
  if (issues.length === 0) return <p className="form-failure">{failure.message}</p>
  return (
    <ul className="editor-issues">
      {issues.map((issue) => (
        <li key={`${issue.line}:${issue.column}:${issue.code}`}>
          {issue.line !== undefined && (
            <button type="button" className="link" onClick={() => props.goTo(issue.line ?? 1)}>
              Line {issue.line}
            </button>
          )}
          <Issues issues={[{ ...withoutPlace(issue) }]} />
        </li>
      ))}
    </ul>
  )
}

function withoutPlace(issue: Issue): Issue {
  return { code: issue.code, severity: issue.severity, message: issue.message, hint: issue.hint }
}

function Lines(props: { count: number; issues: readonly Issue[] }): ReactNode {
  const bad = new Set(props.issues.map((issue) => issue.line))
  return (
    <div className="editor-lines" aria-hidden="true">
      {Array.from({ length: props.count }, (_, index) => index + 1).map((line) => (
        <span key={line} className={bad.has(line) ? 'bad' : undefined}>
          {line}
        </span>
      ))}
    </div>
  )
}
